import { FlowError } from '@flowmap/graph';
import { isOfRole } from './role-refusal.js';

/** Milliseconds between two looks. */
const PAUSE = 1_000;

/** How often a service is asked that has not yet heard of a new role: half a minute. */
const ROLE_TRIES = 30;

/** Looks at what a service gets ready: five minutes. */
const LOOKS = 300;

/** Waits. */
export type Wait = (milliseconds: number) => Promise<void>;

/**
 * Makes a call that uses a role. A new role takes some seconds until other services may take it on, and they say of it only that it cannot
 * be assumed. Source: AWS IAM user guide, "Changes that I make are not always immediately visible".
 */
export async function withNewRole<T>(call: () => Promise<T>, wait: Wait): Promise<T> {
  for (let tried = 1; ; tried += 1) {
    try {
      return await call();
    } catch (error) {
      if (tried >= ROLE_TRIES || !isOfRole(error)) throw error;
    }
    await wait(PAUSE);
  }
}

/** Looks until something is ready. Throws `AWS_NOT_READY` after five minutes. */
export async function untilReady(what: string, isReady: () => Promise<boolean>, wait: Wait): Promise<void> {
  for (let looked = 0; looked < LOOKS; looked += 1) {
    if (await isReady()) return;
    await wait(PAUSE);
  }
  throw new FlowError('AWS_NOT_READY', `${what} was not ready after ${(LOOKS * PAUSE) / 60_000} minutes.`, {
    hint: 'Look at it in the console; say the same command once more: it goes on where it stopped.',
  });
}
