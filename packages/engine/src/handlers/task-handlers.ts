import type { Json } from '@flowmap/asl/language';
import type { TaskRequest } from '../ports.js';
import { NoTaskHandler } from '../states/task-failure.js';
import { ACTIVITY } from '../states/task-events.js';
import type { TaskTokens } from '../tokens/task-tokens.js';
import { asJson } from './as-json.js';
import type { TaskHandler, TaskHandlers } from './task-handler.js';
import { jobOrToken } from './job-or-token.js';
import { tokenCalls } from './token-calls.js';
import { callOf, type FunctionCall, functionName, runFunction } from './function-call.js';

/** Settings of `taskHandlers`. */
export interface TaskHandlerOptions {
  /**
   * Where tasks wait for workers and tokens. With it, an activity without a handler goes into the activity's queue, and
   * the handler of a `.waitForTaskToken` task is only what gives the token away: its result is what TaskSubmitted says.
   * States that send the answer of another task (`aws-sdk:sfn:sendTaskSuccess` and its like) need no handler then.
   * Without it, a handler's result is the task's.
   */
  readonly tokens?: TaskTokens;
}

/**
 * Makes a `task` port of handlers. The handler of a task is, the first that is there:
 *
 * - by the name of its state: it gets the task's arguments and returns its result;
 * - by the function, for a function's ARN as resource and for `lambda:invoke`: the ARN or FunctionName as written, or the
 *   bare name. It is the function: it gets the payload, its result is wrapped as Lambda does, and an error becomes the
 *   JSON that Lambda makes of one of Node's - except those whose names begin with `Lambda.`, `States.` or `Sandbox.`;
 * - by the full resource (`arn:aws:states:::sqs:sendMessage`, `arn:...:activity:a`): as by the state.
 *
 * A task that nobody handles is a mistake of the test, not of the machine: `run` rejects with NoTaskHandler.
 */
export function taskHandlers(
  handlers: TaskHandlers,
  options: TaskHandlerOptions = {},
): (request: TaskRequest) => Promise<Json> {
  const { tokens } = options;
  const served = tokens === undefined ? {} : tokenCalls(tokens);
  const find = (key: string | undefined): TaskHandler | undefined =>
    key !== undefined && Object.hasOwn(handlers, key) ? handlers[key] : undefined;

  const work = async (request: TaskRequest, call: FunctionCall | undefined): Promise<Json> => {
    const byState = find(request.state);
    if (byState !== undefined) return await runHandler(byState, request);
    const byFunction = call && (find(call.name) ?? find(functionName(call.name)));
    if (byFunction !== undefined) return await runFunction(call as FunctionCall, byFunction, request);
    const byResource = find(request.resource) ?? served[request.resource];
    if (byResource !== undefined) return await runHandler(byResource, request);
    throw new NoTaskHandler(missing(request, call, Object.keys(handlers)));
  };

  return async (request) => {
    const { resource, state } = request;
    const isCallback = resource.endsWith('.waitForTaskToken');
    const call = callOf(request);
    if (tokens === undefined) {
      // What a function returns is not what a token is answered with.
      if (isCallback && call !== undefined && find(state) === undefined) throw new NoTaskHandler(needsTokens(request));
      if (ACTIVITY.test(resource)) request.started();
      return await work(request, call);
    }
    if (ACTIVITY.test(resource) && find(state) === undefined && find(resource) === undefined) {
      return await tokens.offer(request);
    }
    if (request.token === undefined) return await work(request, call);
    if (!isCallback) return await jobOrToken(request, tokens, (job) => work(job, call));
    const answer = tokens.wait(request);
    // Whichever is first: the call may fail, and the token may be answered before the call is through.
    answer.catch(() => undefined);
    request.submitted(request.submission ?? (await work(request, call)));
    return await answer;
  };
}

/** A handler that answers for the service itself. */
async function runHandler(handler: TaskHandler, request: TaskRequest): Promise<Json> {
  return asJson(await handler(asJson(request.arguments), request));
}

function missing({ state, resource }: TaskRequest, call: FunctionCall | undefined, names: readonly string[]): string {
  const called = call === undefined || call.name === resource ? '' : `, function ${call.name}`;
  const there = names.length === 0 ? 'There are no handlers' : `There are handlers for ${names.join(', ')}`;
  return (
    `No handler for the task of the state '${state}' (${resource}${called}). ${there}. ` +
    `Handlers are found by the state's name, the function's name or ARN, or the full resource.`
  );
}

function needsTokens({ state, resource }: TaskRequest): string {
  return (
    `The task of the state '${state}' (${resource}) is answered by its token: give taskHandlers the option tokens, ` +
    `or a handler by the state's name whose result is the answer.`
  );
}
