import type { AnyContext, TaskError, Values } from '@flowmap/flow';
import type { TaskPorts } from '../ports.js';

/** What a call of the author's code is about. */
export interface Call {
  readonly in: Values;
  readonly params: Values;
  readonly env: AnyContext['env'];
  readonly address: string;
  /** 1 for the first attempt. */
  readonly attempt: number;
  readonly signal: AbortSignal;
  /** For a catch handler. */
  readonly error?: TaskError;
}

/** The context with which the author's code is called. */
export function contextOf(call: Call, { clock, log }: Pick<TaskPorts, 'clock' | 'log'>): AnyContext {
  const { address, attempt } = call;
  return {
    ...call,
    // Not only TypeScript calls it.
    log: (message) =>
      log({
        address,
        attempt,
        message: typeof message === 'string' ? message : JSON.stringify(message),
        at: clock.now(),
      }),
  };
}
