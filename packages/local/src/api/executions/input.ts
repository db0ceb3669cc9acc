import type { Json } from '@flowmap/asl/language';
import { ApiError } from '../protocol/api-error.js';

/** The value of an execution's input. Throws `InvalidExecutionInput` in the service's words, as far as they are known. */
export function parseInput(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch (error) {
    throw new ApiError('InvalidExecutionInput', `Invalid State Machine Execution Input: '${faultOf(text, error)}'`);
  }
}

function faultOf(text: string, error: unknown): string {
  if (text.trim() === '') return 'Invalid execution input.';
  const [, word] = /^\s*([A-Za-z_$][\w$]*)/.exec(text) ?? [];
  if (word !== undefined) {
    return `Unrecognized token '${word}': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')`;
  }
  const [, name] = /^\s*\{\s*([^"\s}])/.exec(text) ?? [];
  if (name !== undefined) {
    return `Unexpected character ('${name}' (code ${name.charCodeAt(0)})): was expecting double-quote to start field name`;
  }
  return error instanceof Error ? error.message : String(error);
}
