import type { State, StateMachine, States } from '@flowmap/asl/language';
import type { Problem } from '../problem.js';
import { ACTIVITY } from '../states/task-events.js';
import { knownFields } from './known-fields.js';

type Report = (problem: Problem) => void;

const MACHINE = ['Comment', 'Version', 'QueryLanguage', 'StartAt', 'States', 'TimeoutSeconds'];
const RETRIER = [
  'ErrorEquals',
  'IntervalSeconds',
  'MaxAttempts',
  'BackoffRate',
  'MaxDelaySeconds',
  'JitterStrategy',
  'Comment',
];
const CATCHER = {
  JSONata: ['ErrorEquals', 'Next', 'Assign', 'Output', 'Comment'],
  JSONPath: ['ErrorEquals', 'Next', 'Assign', 'ResultPath', 'Comment'],
};
const BLOCK = ['StartAt', 'States', 'Comment'];
const RULE = ['Condition', 'Next', 'Assign', 'Output', 'Comment'];

/** Reports what the engine does not implement of the machine itself. */
export function checkMachineFields(definition: StateMachine, report: Report): void {
  for (const field of Object.keys(definition)) {
    if (!MACHINE.includes(field))
      report({ code: 'NOT_IMPLEMENTED', message: `The field ${field} of a machine`, field });
  }
}

/** What a state cannot be compiled without, and how to tell that it is there. */
const REQUIRED: Readonly<Record<string, readonly [field: string, isThere: (value: unknown) => boolean]>> = {
  Task: ['Resource', (value) => typeof value === 'string'],
  Choice: ['Choices', (value) => Array.isArray(value)],
  Parallel: ['Branches', (value) => Array.isArray(value)],
};

/** Whether a state has what it cannot be compiled without; reports it where it has not. */
export function isComplete(name: string, state: State, report: Report): boolean {
  const [field, isThere] = REQUIRED[state.Type] ?? [];
  if (field === undefined || isThere?.((state as unknown as Record<string, unknown>)[field]) === true) return true;
  report({ code: 'SCHEMA_VALIDATION_FAILED', message: `A ${state.Type} state needs ${field}`, state: name, field });
  return false;
}

/** Reports what the engine does not implement of a state, by the name of its field. Nothing is ignored. */
export function checkStateFields(name: string, state: State, language: 'JSONata' | 'JSONPath', report: Report): void {
  const refuse = (message: string, field: string): void =>
    report({ code: 'NOT_IMPLEMENTED', message, state: name, field });
  const own = (state.QueryLanguage ?? language) === 'JSONPath' ? 'JSONPath' : 'JSONata';
  const known = knownFields(state.Type, own);
  if (known === undefined) return;
  for (const field of Object.keys(state)) {
    if (!known.includes(field)) refuse(`The field ${field} of a ${state.Type} state is not implemented`, field);
  }
  const inside = (part: unknown, allowed: readonly string[], place: string): void => {
    for (const field of Object.keys(part ?? {})) {
      if (!allowed.includes(field)) refuse(`The field ${field} is not implemented here`, `${place}/${field}`);
    }
  };
  // The rules in JSONPath are looked through where they are compiled.
  if (state.Type === 'Choice' && own === 'JSONata')
    state.Choices.forEach((rule, i) => inside(rule, RULE, `Choices[${i}]`));
  if (state.Type === 'Parallel') state.Branches.forEach((branch, i) => inside(branch, BLOCK, `Branches[${i}]`));
  if (state.Type === 'Map') {
    const [field, processor] =
      state.ItemProcessor === undefined
        ? (['Iterator', state.Iterator] as const)
        : (['ItemProcessor', state.ItemProcessor] as const);
    inside(processor, [...BLOCK, 'ProcessorConfig'], field);
    inside(processor?.ProcessorConfig, ['Mode', 'ExecutionType'], `${field}/ProcessorConfig`);
  }
  if ('Retry' in state) state.Retry?.forEach((retrier, i) => inside(retrier, RETRIER, `Retry[${i}]`));
  if ('Catch' in state) state.Catch?.forEach((catcher, i) => inside(catcher, CATCHER[own], `Catch[${i}]`));
}

/** Tasks that are answered from outside, later. */
const WAITS: readonly (readonly [pattern: RegExp, verb: string])[] = [
  [/\.sync(:2)?$/, 'wait for a job (.sync)'],
  [/\.waitForTaskToken$/, 'wait for a token (.waitForTaskToken)'],
  [ACTIVITY, 'wait for an activity'],
];

/** Reports what the service does not run in an EXPRESS execution, at any depth of these states. */
export function checkExpress(states: States, report: Report): void {
  const refuse = (state: string, message: string, field: string): void =>
    report({ code: 'SCHEMA_VALIDATION_FAILED', message: `An EXPRESS execution cannot ${message}`, state, field });
  for (const [name, state] of Object.entries(states)) {
    if (state.Type === 'Task') {
      const waits = WAITS.find(([pattern]) => pattern.test(state.Resource));
      if (waits !== undefined) refuse(name, waits[1], 'Resource');
    }
    if (state.Type === 'Parallel') for (const branch of state.Branches) checkExpress(branch.States, report);
    if (state.Type !== 'Map') continue;
    const processor = state.ItemProcessor ?? state.Iterator;
    if (processor?.ProcessorConfig?.Mode === 'DISTRIBUTED') {
      refuse(name, 'have a DISTRIBUTED Map', 'ItemProcessor/ProcessorConfig/Mode');
    } else if (processor !== undefined) {
      checkExpress(processor.States, report);
    }
  }
}
