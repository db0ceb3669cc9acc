import type { Json } from '@flowmap/asl/language';
import { TokenError, type ActivityTask, type TaskRequest, type TaskTokens } from '@flowmap/engine';
import type { Records } from '../persistence/records.js';

/** The answer to a token, until the execution has it in its history. */
export type TokenAnswer = { readonly output: Json } | { readonly error?: string; readonly cause?: string };

/** The tokens of tasks, over the end of a process: an answer that was taken is never lost. */
export interface KeptTokens {
  /** Waits for the answer of a task's token. */
  wait(request: TaskRequest): Promise<Json>;
  /** Lays a task into the queue of its activity, unless a worker has it since before a restart, and waits for the answer. */
  offer(request: TaskRequest): Promise<Json>;
  poll(activity: string, worker: string | undefined, signal: AbortSignal): Promise<ActivityTask | undefined>;
  /** These throw TokenError. */
  succeed(token: string, output: Json): Promise<void>;
  fail(token: string, error?: string, cause?: string): Promise<void>;
  heartbeat(token: string): void;
  /** Forgets the answers of tokens that nobody will wait for again. */
  forget(tokens: Iterable<string>): Promise<void>;
}

/**
 * Puts a file behind a hub of tokens. Answers from before a restart are handed to it at once. `isRunning` tells whether an execution may
 * still wait for a token: a token has its ARN in it.
 */
export function keptTokens(
  hub: TaskTokens,
  answers: Records<TokenAnswer>,
  isRunning: (execution: string) => boolean,
): KeptTokens {
  /** The hub knows what was answered since it is there; before, an execution may have ended. */
  const refuseEnded = (token: string): void => {
    const [, execution] = /^task [\d ]+(arn:.*)$/s.exec(Buffer.from(token, 'base64url').toString('utf8')) ?? [];
    if (execution !== undefined && !isRunning(execution)) throw new TokenError('TaskTimedOut');
  };

  for (const [token, answer] of answers.entries()) {
    if ('output' in answer) hub.succeed(token, answer.output);
    else hub.fail(token, answer.error, answer.cause);
  }
  return {
    wait: (request) => hub.wait(request),
    offer: (request) => (request.submission === undefined ? hub.offer(request) : hub.wait(request)),
    poll: (activity, worker, signal) => hub.poll(activity, { signal, ...(worker !== undefined && { worker }) }),
    async succeed(token, output) {
      refuseEnded(token);
      hub.succeed(token, output);
      await answers.set(token, { output });
    },
    async fail(token, error, cause) {
      refuseEnded(token);
      hub.fail(token, error, cause);
      await answers.set(token, { ...(error !== undefined && { error }), ...(cause !== undefined && { cause }) });
    },
    heartbeat(token) {
      refuseEnded(token);
      hub.heartbeat(token);
    },
    async forget(tokens) {
      for (const token of tokens) await answers.delete(token);
    },
  };
}
