import type { Diagnostic } from '@flowmap/graph';
import { strategyWords } from '@flowmap/graph';
import { LIMITS, type StateMachine } from '../language/index.js';
import { measureDefinition, validate } from '../language/index.js';
import { type Emitter, emitterAt, type Emitters } from './emitters.js';

/** Who is to mend a state that breaks a rule. */
function blame(emitter: Emitter | undefined, message: string): Pick<Diagnostic, 'at' | 'message' | 'hint'> {
  if (emitter === undefined || emitter === 'compiler') {
    const hint = 'A compute emitted what the language does not allow; the place names its state.';
    return { at: '', message, hint };
  }
  const { foreach, strategy } = emitter;
  return {
    at: foreach.id,
    message: `${strategyWords(strategy)} emitted for ${foreach.id} what the language does not allow: ${message}`,
    hint: `Tell the makers of ${strategy.package ?? 'the strategy'}, or use another strategy.`,
  };
}

/** What the rules of the language and the limits of the service say of a compiled definition. */
export function checkDefinition(definition: StateMachine, emitters: Emitters = new Map()): readonly Diagnostic[] {
  const broken = validate(definition).map(({ severity, message, location }): Diagnostic => ({
    code: 'FLOW4001',
    severity: severity === 'ERROR' ? 'error' : 'warning',
    ...blame(emitterAt(emitters, location), `${location}: ${message}`),
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
