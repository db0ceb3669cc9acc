import { isFlowError } from '@flowmap/graph';
import type { StoredError } from '@flowmap/store';
import { readableStack } from './stack.js';

/** Longest message, and longest JSON of what an error carries, in characters; together with the stack, below the service's limit. */
const LONGEST_MESSAGE = 8_000;
const LONGEST_DATA = 8_000;

/** How many causes are told behind an error. */
const CAUSES = 3;

/**
 * A thrown value as data, which crosses processes: name, message, stack, and as `data` what else it carried of its own that
 * JSON can hold. A {@link FlowError} gets the name by which a state machine knows it: `NOT_A_LIST` is `Flowmap.NotAList`.
 */
export function describeError(thrown: unknown): StoredError {
  if (!isErrorLike(thrown)) return describeOther(thrown);
  const message = thrown.message.slice(0, LONGEST_MESSAGE);
  const stack = stackOf(thrown, CAUSES);
  const data = dataOf(thrown);
  return {
    name: nameOf(thrown),
    message,
    ...(stack === undefined ? {} : { stack }),
    ...(data === undefined ? {} : { data }),
  };
}

interface ErrorLike {
  readonly name: string;
  readonly message: string;
  readonly stack?: string | undefined;
  readonly cause?: unknown;
}

/** An error of another realm or another library's make is one all the same. */
function isErrorLike(value: unknown): value is ErrorLike {
  return (
    typeof value === 'object' &&
    value !== null &&
    'name' in value &&
    'message' in value &&
    typeof value.name === 'string' &&
    typeof value.message === 'string'
  );
}

function describeOther(thrown: unknown): StoredError {
  const data = jsonOf(thrown);
  const text = data === undefined ? typeof thrown : JSON.stringify(data);
  return {
    name: 'Error',
    message: `a value that is no Error was thrown: ${text}`.slice(0, LONGEST_MESSAGE),
    ...(data === undefined ? {} : { data }),
  };
}

function nameOf(error: ErrorLike): string {
  if (isFlowError(error)) return flowErrorName(error.code);
  return error.name === '' ? 'Error' : error.name;
}

/** `ARTIFACT_NOT_STORABLE` as errors are named in a state machine: `Flowmap.ArtifactNotStorable`. */
export function flowErrorName(code: string): string {
  const words = code.split('_').map((word) => word.charAt(0) + word.slice(1).toLowerCase());
  return `Flowmap.${words.join('')}`;
}

function stackOf(error: ErrorLike, causes: number): string | undefined {
  if (typeof error.stack !== 'string') return undefined;
  const own = readableStack(error.stack);
  const { cause } = error;
  if (causes === 0 || cause === undefined || cause === null) return own;
  const behind = isErrorLike(cause) ? (stackOf(cause, causes - 1) ?? cause.message) : JSON.stringify(jsonOf(cause));
  return `${own}\ncaused by: ${behind}`;
}

function dataOf(error: ErrorLike): unknown {
  const own = Object.entries(error).filter(([name]) => !['name', 'message', 'stack', 'cause'].includes(name));
  const kept = own.flatMap(([name, value]) => {
    const json = jsonOf(value);
    return json === undefined ? [] : [[name, json] as const];
  });
  if (kept.length === 0) return undefined;
  const data = Object.fromEntries(kept);
  return JSON.stringify(data).length > LONGEST_DATA ? undefined : data;
}

/** The value as JSON has it; undefined where JSON cannot hold it. */
function jsonOf(value: unknown): unknown {
  try {
    const text = JSON.stringify(value) as string | undefined;
    return text === undefined || text.length > LONGEST_DATA ? undefined : (JSON.parse(text) as unknown);
  } catch {
    // A cycle, a BigInt, a toJSON that throws: there is nothing to carry over.
    return undefined;
  }
}
