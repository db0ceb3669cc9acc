import type { Json } from '@flowmap/asl/language';
import type { TaskRequest } from '../ports.js';
import type { TaskTokens } from '../tokens/task-tokens.js';

/**
 * The answer of a job that is waited for, or of whoever holds the token of its task: whichever comes first. The service
 * takes SendTaskSuccess for jobs too; what becomes of the job then is not documented, here it goes on.
 */
export async function jobOrToken(
  request: TaskRequest,
  tokens: TaskTokens,
  job: (request: TaskRequest) => Promise<Json>,
): Promise<Json> {
  const done = new AbortController();
  const signal = AbortSignal.any([request.signal, done.signal]);
  const answer = tokens.wait({ ...request, signal });
  answer.catch(() => undefined);
  try {
    return await Promise.race([job(request), answer]);
  } finally {
    done.abort(new Error('The task has been answered'));
  }
}
