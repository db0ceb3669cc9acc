import { notImplemented } from '../protocol/aws-error.js';
import type { Service } from '../protocol/service.js';
import type { Receiver } from './receiver.js';
import { operationOf, problemOf, understand } from './understand.js';

/** Receives the calls of a service that the account answers itself. */
export function ownService(service: Service): Receiver {
  const { name, protocol, refusals, isGlobal = false } = service;
  return {
    name,
    refusals,
    isGlobal,
    receive(request) {
      const asked = protocol.read(request);
      if (asked === undefined) throw notImplemented(`${name}: ${request.method} ${request.target}`);
      const { action, loose } = asked;
      const operation = operationOf(service, action);
      const { input, resource, also, problem } = understand(operation, asked.input, loose);
      return {
        action,
        resource,
        input,
        needed: [{ action: `${name}:${action}`, resource }, ...also],
        async perform(caller) {
          if (problem !== undefined) throw problemOf(service, problem);
          return protocol.answer(action, await operation.run(input, caller));
        },
      };
    },
    refuse: (error) => protocol.refuse(error),
    contents: () => service.contents(),
  };
}
