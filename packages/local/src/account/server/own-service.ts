import { AwsError, notImplemented, refused } from '../protocol/aws-error.js';
import type { Needed, Operation } from '../protocol/operation.js';
import type { Service } from '../protocol/service.js';
import type { Receiver } from './receiver.js';

/** Receives the calls of a service that the account answers itself. */
export function ownService(service: Service): Receiver {
  const { name, protocol, refusals, operations, isGlobal = false } = service;
  return {
    name,
    refusals,
    isGlobal,
    receive(request) {
      const asked = protocol.read(request);
      if (asked === undefined) throw notImplemented(`${name}: ${request.method} ${request.target}`);
      const { action, loose } = asked;
      const operation = Object.hasOwn(operations, action) ? operations[action] : undefined;
      if (operation === undefined) throw notImplemented(`${name}:${action}`);
      const understood = understand(operation, asked.input, loose);
      const { input, resource, problem } = understood;
      return {
        action,
        resource,
        input,
        needed: [{ action: `${name}:${action}`, resource }, ...understood.also],
        async perform(caller) {
          if (problem !== undefined) throw typeof problem === 'string' ? refused(refusals.invalid, problem) : problem;
          return protocol.answer(action, await operation.run(input, caller));
        },
      };
    },
    refuse: (error) => protocol.refuse(error),
    contents: () => service.contents(),
  };
}

interface Understood {
  readonly input: Readonly<Record<string, unknown>>;
  readonly resource: string;
  readonly also: readonly Needed[];
  /** What is wrong with the request; said after it is known that the caller may ask. */
  readonly problem?: AwsError | string;
}

function understand(operation: Operation, raw: unknown, loose: boolean): Understood {
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
