import type { State, StateMachine, States } from '@flowmap/asl/language';
import type { Problem } from '../problem.js';
import { ACTIVITY } from '../states/task-events.js';

type Report = (problem: Problem) => void;

const EVERYWHERE = ['Type', 'Comment', 'QueryLanguage'] as const;
const SHAPING = ['Output', 'Assign', 'Next', 'End'] as const;
const RECOVERY = ['Retry', 'Catch'] as const;

/** The fields that the engine implements, by type of state. */
const KNOWN: Readonly<Record<string, readonly string[]>> = {
  Task: [
    ...EVERYWHERE,
    ...SHAPING,
    ...RECOVERY,
    'Resource',
    'Arguments',
    'TimeoutSeconds',
    'HeartbeatSeconds',
    'Credentials',
  ],
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
const RETRIER = [
  'ErrorEquals',
  'IntervalSeconds',
  'MaxAttempts',
  'BackoffRate',
  'MaxDelaySeconds',
  'JitterStrategy',
  'Comment',
];
const CATCHER = ['ErrorEquals', 'Next', 'Assign', 'Output', 'Comment'];
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
  if ((state.QueryLanguage ?? language) !== 'JSONata') return;
  const known = Object.hasOwn(KNOWN, state.Type) ? KNOWN[state.Type] : undefined;
  if (known === undefined) return;
  for (const field of Object.keys(state)) {
    if (!known.includes(field)) refuse(`The field ${field} of a ${state.Type} state is not implemented`, field);
  }
  const inside = (part: unknown, allowed: readonly string[], place: string): void => {
    for (const field of Object.keys(part ?? {})) {
      if (!allowed.includes(field)) refuse(`The field ${field} is not implemented here`, `${place}/${field}`);
    }
  };
  if (state.Type === 'Choice') state.Choices.forEach((rule, i) => inside(rule, RULE, `Choices[${i}]`));
  if (state.Type === 'Parallel') state.Branches.forEach((branch, i) => inside(branch, BLOCK, `Branches[${i}]`));
  if (state.Type === 'Map') {
    inside(state.ItemProcessor, [...BLOCK, 'ProcessorConfig'], 'ItemProcessor');
    inside(state.ItemProcessor?.ProcessorConfig, ['Mode', 'ExecutionType'], 'ItemProcessor/ProcessorConfig');
  }
  if ('Retry' in state) state.Retry?.forEach((retrier, i) => inside(retrier, RETRIER, `Retry[${i}]`));
  if ('Catch' in state) state.Catch?.forEach((catcher, i) => inside(catcher, CATCHER, `Catch[${i}]`));
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
    if (state.Type !== 'Map' || state.ItemProcessor === undefined) continue;
    if (state.ItemProcessor.ProcessorConfig?.Mode === 'DISTRIBUTED') {
      refuse(name, 'have a DISTRIBUTED Map', 'ItemProcessor/ProcessorConfig/Mode');
    } else {
      checkExpress(state.ItemProcessor.States, report);
    }
  }
}
