import { AwsError, notImplemented, refused } from '../protocol/aws-error.js';
import type { Needed, Operation } from '../protocol/operation.js';
import type { Service } from '../protocol/service.js';

/** A request as its action takes it. */
export interface Understood {
  readonly input: Readonly<Record<string, unknown>>;
  readonly resource: string;
  readonly also: readonly Needed[];
  /** What is wrong with the request; said after it is known that the caller may ask. */
  readonly problem?: AwsError | string;
}

/** The action of a service. Throws where it has none of that name. */
export function operationOf({ name, operations }: Service, action: string): Operation {
  const operation = Object.hasOwn(operations, action) ? operations[action] : undefined;
  if (operation === undefined) throw notImplemented(`${name}:${action}`);
  return operation;
}

/** Reads the input of an action. */
export function understand(operation: Operation, raw: unknown, loose: boolean): Understood {
  const faults: string[] = [];
  let input = raw as Understood['input'];
  try {
    input = operation.read(raw, { loose, faults }) as Understood['input'];
    if (faults.length === 0) return { input, resource: operation.resource(input), also: operation.also(input) };
    const errors = faults.length === 1 ? 'error' : 'errors';
    const problem = `${faults.length} validation ${errors} detected: ${faults.join('; ')}`;
    return { input, resource: '*', also: [], problem };
  } catch (error) {
    if (error instanceof AwsError) return { input, resource: '*', also: [], problem: error };
    throw error;
  }
}

/** The action and its input. Throws what is wrong with the request. */
export function understood(
  service: Service,
  action: string,
  raw: unknown,
  loose: boolean,
): { readonly operation: Operation; readonly input: Understood['input'] } {
  const operation = operationOf(service, action);
  const { input, problem } = understand(operation, raw, loose);
  if (problem !== undefined) throw problemOf(service, problem);
  return { operation, input };
}

/** What is wrong with a request, in the words of the service. */
export function problemOf({ refusals }: Service, problem: AwsError | string): AwsError {
  return typeof problem === 'string' ? refused(refusals.invalid, problem) : problem;
}
