import type { Json } from '@flowmap/asl/language';
import type { TaskTokens } from '../tokens/task-tokens.js';
import { TokenError } from '../tokens/token-error.js';
import type { TaskHandlers } from './task-handler.js';

const SFN = 'arn:aws:states:::aws-sdk:sfn';

/** Handlers for the states with which a machine answers the token of a task of another: `aws-sdk:sfn:sendTask...`. */
export function tokenCalls(tokens: TaskTokens): TaskHandlers {
  return {
    [`${SFN}:sendTaskSuccess`]: (given) => {
      const { token, Output } = argumentsOf(given);
      return answered(() => tokens.succeed(token, outputOf(Output)));
    },
    [`${SFN}:sendTaskFailure`]: (given) => {
      const { token, Error: error, Cause: cause } = argumentsOf(given);
      return answered(() => tokens.fail(token, text(error), text(cause)));
    },
    [`${SFN}:sendTaskHeartbeat`]: (given) => answered(() => tokens.heartbeat(argumentsOf(given).token)),
  };
}

function argumentsOf(given: Json): Readonly<Record<string, Json | undefined>> & { readonly token: string } {
  const { TaskToken: token, ...rest } = (given ?? {}) as Readonly<Record<string, Json>>;
  return { ...rest, token: text(token) ?? '' };
}

/** The API takes JSON as text; an SDK integration makes text of what is none. */
function outputOf(output: Json | undefined): Json {
  if (typeof output !== 'string') return output ?? null;
  try {
    return JSON.parse(output) as Json;
  } catch {
    throw sdkError('InvalidOutput', `Invalid Output: '${output}'`);
  }
}

function text(value: Json | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function answered(answer: () => void): Json {
  try {
    answer();
    return {};
  } catch (error) {
    throw error instanceof TokenError ? sdkError(error.name, error.message) : error;
  }
}

/** An error of the API as an SDK integration tells it, in the recorded form. */
function sdkError(code: string, sentence: string): Error {
  const cause = `${sentence} (Service: Sfn, Status Code: 400, Request ID: 00000000-0000-4000-8000-000000000000) (SDK Attempt Count: 1)`;
  return Object.assign(new Error(cause), { name: `Sfn.${code}Exception` });
}
