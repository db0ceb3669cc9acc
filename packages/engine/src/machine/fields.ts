import type { State, StateMachine } from '@flowmap/asl/language';
import type { Problem } from '../problem.js';

type Report = (problem: Problem) => void;

const EVERYWHERE = ['Type', 'Comment', 'QueryLanguage'] as const;
const SHAPING = ['Output', 'Assign', 'Next', 'End'] as const;
const RECOVERY = ['Retry', 'Catch'] as const;

/** The fields that the engine implements, by type of state. */
const KNOWN: Readonly<Record<string, readonly string[]>> = {
  Task: [...EVERYWHERE, ...SHAPING, ...RECOVERY, 'Resource', 'Arguments', 'TimeoutSeconds', 'HeartbeatSeconds'],
  Pass: [...EVERYWHERE, ...SHAPING],
  Choice: [...EVERYWHERE, 'Output', 'Assign', 'Choices', 'Default'],
  Wait: [...EVERYWHERE, ...SHAPING, 'Seconds', 'Timestamp'],
  Succeed: [...EVERYWHERE, 'Output'],
  Fail: [...EVERYWHERE, 'Error', 'Cause'],
  Parallel: [...EVERYWHERE, ...SHAPING, ...RECOVERY, 'Arguments', 'Branches'],
  Map: [
    ...EVERYWHERE,
    ...SHAPING,
    ...RECOVERY,
    'Items',
    'ItemSelector',
    'ItemProcessor',
    'MaxConcurrency',
    'Label',
    'ToleratedFailureCount',
    'ToleratedFailurePercentage',
  ],
};

const MACHINE = ['Comment', 'Version', 'QueryLanguage', 'StartAt', 'States', 'TimeoutSeconds'];
const RULE = ['Condition', 'Next', 'Assign', 'Output', 'Comment'];

/** Reports what the engine does not implement of the machine itself. */
export function checkMachineFields(definition: StateMachine, report: Report): void {
  for (const field of Object.keys(definition)) {
    if (!MACHINE.includes(field))
      report({ code: 'NOT_IMPLEMENTED', message: `The field ${field} of a machine`, field });
  }
}

/** Reports what the engine does not implement of a state, by the name of its field. Nothing is ignored. */
export function checkStateFields(name: string, state: State, language: 'JSONata' | 'JSONPath', report: Report): void {
  const refuse = (message: string, field: string): void =>
    report({ code: 'NOT_IMPLEMENTED', message, state: name, field });
  if ((state.QueryLanguage ?? language) !== 'JSONata') {
    refuse('States in JSONPath are not implemented; set "QueryLanguage": "JSONata"', 'QueryLanguage');
    return;
  }
  const known = Object.hasOwn(KNOWN, state.Type) ? KNOWN[state.Type] : undefined;
  if (known === undefined) return;
  for (const field of Object.keys(state)) {
    if (!known.includes(field)) refuse(`The field ${field} of a ${state.Type} state is not implemented`, field);
  }
  if (state.Type === 'Task') checkResource(state.Resource, refuse);
  if (state.Type === 'Choice') {
    state.Choices.forEach((rule, i) => {
      for (const field of Object.keys(rule)) {
        if (!RULE.includes(field))
          refuse(`The field ${field} of a choice is not implemented`, `Choices[${i}]/${field}`);
      }
    });
  }
}

function checkResource(resource: string, refuse: (message: string, field: string) => void): void {
  if (typeof resource !== 'string') return;
  if (resource.endsWith('.waitForTaskToken')) refuse('.waitForTaskToken is not implemented', 'Resource');
  if (/^arn:[^:]*:states:[^:]+:[^:]+:activity:/.test(resource)) refuse('Activities are not implemented', 'Resource');
}
