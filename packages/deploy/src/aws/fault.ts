import { FlowError, isFlowError } from '@flowmap/graph';
import { callOf } from './calls.js';
import { type Failed, type Fault, faultOf, on, UNREACHABLE } from './fault-words.js';
import { isOfRole } from './role-refusal.js';

const NETWORK = /\bE(?:CONN[A-Z]+|HOST[A-Z]+|NET[A-Z]+|PIPE|TIMEDOUT|NOTFOUND|AI_AGAIN)\b|socket hang up/;

/**
 * The error for a call of AWS that failed, in words for whoever deploys: codes `AWS_...`, with the action and what it was about, and
 * the way on. The SDK's error is its cause. What is none of the SDK's is given back as it is.
 */
export function awsFault(error: unknown): unknown {
  if (isFlowError(error)) return error;
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  const failed: Failed = { call: callOf(error), name, message };
  const fault = faultFor(failed, error);
  if (fault) {
    const { code, what, hint } = fault;
    return new FlowError(code, what(failed), { cause: error, hint: typeof hint === 'string' ? hint : hint(failed) });
  }
  const { call } = failed;
  if (!call) return error;
  return new FlowError('AWS_FAILED', `${call.action}${on(call)} failed: ${name}: ${message}`, {
    cause: error,
    hint: 'Say the same command once more when the reason is gone: it goes on where it stopped.',
  });
}

function faultFor(failed: Failed, error: unknown): Fault | undefined {
  return faultOf(failed, isOfRole(error)) ?? (isOfNetwork(error) ? UNREACHABLE : undefined);
}

/** Work whose failures are told as {@link awsFault} says. */
export async function faulted<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw awsFault(error);
  }
}

/** Whether a call never had an answer. */
function isOfNetwork(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false;
  const { code, message } = error as { readonly code?: unknown; readonly message?: unknown };
  return NETWORK.test(String(code)) || NETWORK.test(String(message));
}

/** Whether a failure has one of these names. */
export function isNamed(error: unknown, ...names: readonly string[]): boolean {
  return error instanceof Error && names.includes(error.name);
}
