import type { Diagnostic } from '@flowmap/graph';
import { LIMITS, type StateMachine } from '../language/index.js';
import { measureDefinition, validate } from '../language/index.js';

/** What the rules of the language and the limits of the service say of a compiled definition. */
export function checkDefinition(definition: StateMachine): readonly Diagnostic[] {
  const broken = validate(definition).map(({ severity, message, location }): Diagnostic => ({
    code: 'FLOW4001',
    severity: severity === 'ERROR' ? 'error' : 'warning',
    at: '',
    message: `${location ?? '/'}: ${message}`,
    hint: 'A strategy or compute emitted what the language does not allow; the place names its state.',
  }));
  const { requestBytes } = measureDefinition(definition);
  if (requestBytes <= LIMITS.definitionBytes) return broken;
  return [
    ...broken,
    {
      code: 'FLOW4002',
      severity: 'error',
      at: '',
      message: `the definition takes ${requestBytes} bytes in the request that carries it; the service takes ${LIMITS.definitionBytes}`,
      hint: 'Move parts of the flow into flows of their own.',
    },
  ];
}
