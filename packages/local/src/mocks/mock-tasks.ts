import type { Json } from '@flowmap/asl/language';
import type { TaskRequest } from '@flowmap/engine';
import type { MockedResponses } from './mocked-responses.js';

/** What a task port does with a request that no mock answers. */
export interface Unanswered {
  /** Calls of the state before this one; 0 where the state is not mocked at all. */
  readonly calls: number;
  readonly isMocked: boolean;
}

/**
 * A task port for one execution, children included: mocked states get their answers, call by call; anything else goes to
 * `otherwise`. What is thrown fails the state with the mock's Error and Cause.
 */
export function mockTasks(
  states: ReadonlyMap<string, MockedResponses>,
  otherwise: (request: TaskRequest, unanswered: Unanswered) => Promise<Json>,
): (request: TaskRequest) => Promise<Json> {
  const calls = new Map<string, number>();
  return (request) => {
    const call = calls.get(request.state) ?? 0;
    const responses = states.get(request.state);
    const answer = responses?.answerTo(call);
    if (answer === undefined) return otherwise(request, { calls: call, isMocked: responses !== undefined });
    calls.set(request.state, call + 1);
    if ('Return' in answer) return Promise.resolve(answer.Return);
    const { Error: name, Cause: cause } = answer.Throw;
    return Promise.reject(Object.assign(new Error(cause), { name }));
  };
}
