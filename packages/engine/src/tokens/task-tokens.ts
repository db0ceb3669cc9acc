import type { Json } from '@flowmap/asl/language';
import type { Clock, TaskRequest } from '../ports.js';
import { NoTaskHandler, ReportedFailure } from '../states/task-failure.js';
import { Activities } from './activities.js';
import { Recent } from './recent.js';
import { placeOfToken } from './token.js';
import { TokenError } from './token-error.js';

/** Answered and given-up tokens that are known as such, at most. */
const CLOSED = 100_000;
/** Answers that are kept until somebody waits for them, at most. */
const EARLY = 10_000;

/** Work that a worker has taken from an activity: what GetActivityTask gives. */
export interface ActivityTask {
  readonly token: string;
  readonly input: Json;
}

/** What the hub needs of a task's request. */
export type TokenRequest = Pick<
  TaskRequest,
  'token' | 'resource' | 'state' | 'arguments' | 'submission' | 'signal' | 'started' | 'heartbeat'
>;

/**
 * Where tasks wait that somebody else answers: those of `.waitForTaskToken`, and those of activities with their workers.
 * In memory; a host hands each API call to it. A token is answered once: each further answer throws TokenError.
 */
export interface TaskTokens {
  /**
   * Waits for the answer of a task's token; the promise is the task's. Ends when the task is stopped or timed out.
   * An answer that came before is taken, so call it after what gives the token away, or before.
   */
  wait(request: TokenRequest): Promise<Json>;
  /** Lays the task of an activity into its queue and waits for a worker's answer; the promise is the task's. */
  offer(request: TokenRequest): Promise<Json>;
  /**
   * Takes the oldest task of an activity, or waits for one for 60 seconds by the clock: GetActivityTask. Undefined when
   * none has come, or when the signal aborts. `worker` goes into the history.
   */
  poll(
    activity: string,
    options?: { readonly worker?: string; readonly signal?: AbortSignal },
  ): Promise<ActivityTask | undefined>;
  /** SendTaskSuccess. Throws TokenError. */
  succeed(token: string, output: Json): void;
  /** SendTaskFailure; error and cause may both be missing. Throws TokenError. */
  fail(token: string, error?: string, cause?: string): void;
  /** SendTaskHeartbeat. Throws TokenError. */
  heartbeat(token: string): void;
}

interface Waiter {
  resolve(output: Json): void;
  reject(reason: Error): void;
  heartbeat(): void;
}

type Answer = (waiter: Waiter) => void;

/**
 * Makes a hub of task tokens; all executions of a host can share it.
 *
 * An answer to a token that nobody waits for at the moment is kept for whoever comes to wait, because a worker may be
 * faster than the call that gave it the token, and because an execution that goes on from its journal waits for the
 * same tokens again. The newest 10,000 of such answers are kept, and 100,000 closed tokens are known.
 */
export function taskTokens(clock: Clock): TaskTokens {
  const waiting = new Map<string, Waiter>();
  const early = new Recent<Answer>(EARLY);
  const closed = new Recent<true>(CLOSED);
  const activities = new Activities<TokenRequest>(clock);

  const wait = (request: TokenRequest, left: () => void = () => undefined): Promise<Json> => {
    const token = tokenOf(request);
    if (waiting.has(token)) throw new Error(`The token of the task ${request.state} is waited for already`);
    closed.take(token);
    return new Promise((resolve, reject) => {
      const close = (): void => {
        waiting.delete(token);
        closed.set(token, true);
        request.signal.removeEventListener('abort', stopped);
        left();
      };
      const stopped = (): void => {
        close();
        reject(request.signal.reason as Error);
      };
      const waiter: Waiter = {
        resolve(output) {
          close();
          resolve(output);
        },
        reject(reason) {
          close();
          reject(reason);
        },
        heartbeat: () => request.heartbeat(),
      };
      waiting.set(token, waiter);
      request.signal.addEventListener('abort', stopped, { once: true });
      if (request.signal.aborted) stopped();
      else early.take(token)?.(waiter);
    });
  };

  const answer = (token: string, give: Answer): void => {
    if (placeOfToken(token) === undefined) throw new TokenError('InvalidToken');
    const waiter = waiting.get(token);
    if (waiter !== undefined) {
      give(waiter);
      return;
    }
    if (closed.has(token) || early.has(token)) throw new TokenError('TaskTimedOut');
    early.set(token, give);
  };

  return {
    wait: async (request) => await wait(request),
    async offer(request) {
      const token = tokenOf(request);
      let withdraw = (): void => undefined;
      const answered = wait(request, () => withdraw());
      // A worker may have it since before a restart, and may have answered already.
      if (waiting.has(token) && request.submission === undefined) {
        ({ withdraw } = activities.offer(request.resource, request));
      }
      return await answered;
    },
    async poll(activity, { worker, signal } = {}) {
      const taken = await activities.poll(activity, signal);
      taken?.started(worker);
      return taken && { token: tokenOf(taken), input: taken.arguments };
    },
    succeed: (token, output) => answer(token, (waiter) => waiter.resolve(output)),
    fail: (token, error, cause) => answer(token, (waiter) => waiter.reject(new ReportedFailure(error, cause))),
    heartbeat(token) {
      if (placeOfToken(token) === undefined) throw new TokenError('InvalidToken');
      const waiter = waiting.get(token);
      if (waiter === undefined && (closed.has(token) || early.has(token))) throw new TokenError('TaskTimedOut');
      waiter?.heartbeat();
    },
  };
}

function tokenOf({ token, resource, state }: TokenRequest): string {
  if (token !== undefined) return token;
  throw new NoTaskHandler(
    `The task ${state} has no token: ${resource} is neither an activity nor called with .waitForTaskToken or .sync`,
  );
}
