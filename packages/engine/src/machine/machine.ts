import type { State, StateMachine, States } from '@flowmap/asl/language';
import { DefinitionError, type Problem } from '../problem.js';
import { choiceNode } from '../states/choice.js';
import { failNode } from '../states/fail.js';
import { mapNode } from '../states/map.js';
import { parallelNode } from '../states/parallel.js';
import { passNode } from '../states/pass.js';
import { succeedNode } from '../states/succeed.js';
import { taskNode } from '../states/task.js';
import { waitNode } from '../states/wait.js';
import { type Compiler, compiler } from './compiler.js';
import { checkExpress, checkMachineFields, checkStateFields, isComplete } from './fields.js';
import type { Block, Node } from './node.js';

/** A definition, ready to run any number of times. */
export interface Machine {
  readonly block: Block;
  /** Seconds; none without a limit. */
  readonly timeoutSeconds: number | undefined;
}

/** Definitions are compiled once, however often they run. */
const compiled = new WeakMap<StateMachine, { readonly machine: Machine; readonly problems: readonly Problem[] }>();

/** Compiles a definition. Throws DefinitionError with all that the engine refuses in it. */
export function compileMachine(definition: StateMachine, type: 'STANDARD' | 'EXPRESS'): Machine {
  const problems = check(definition, type);
  const known = compiled.get(definition);
  if (known === undefined || problems.length > 0) throw new DefinitionError(problems);
  return known.machine;
}

/** All that the engine refuses in a definition; none when it can run it. `type` is the machine's, by default STANDARD. */
export function check(definition: StateMachine, type: 'STANDARD' | 'EXPRESS' = 'STANDARD'): readonly Problem[] {
  let known = compiled.get(definition);
  if (known === undefined) {
    known = attempt(definition);
    compiled.set(definition, known);
  }
  if (type === 'STANDARD') return known.problems;
  const problems = [...known.problems];
  checkExpress(definition.States, (problem) => problems.push(problem));
  return problems;
}

function attempt(definition: StateMachine): { readonly machine: Machine; readonly problems: readonly Problem[] } {
  const problems: Problem[] = [];
  checkMachineFields(definition, (problem) => problems.push(problem));
  const language = definition.QueryLanguage ?? 'JSONPath';
  const self = compiler(problems, language, (owner, states, using) => blockOf(owner, states, using, language));
  const block = self.block(undefined, definition);
  return { machine: { block, timeoutSeconds: definition.TimeoutSeconds }, problems };
}

function blockOf(
  owner: string | undefined,
  { StartAt, States }: { readonly StartAt: string; readonly States: States },
  using: Compiler,
  language: 'JSONata' | 'JSONPath',
): Block {
  const nodes = new Map<string, Node>();
  const missing = (target: string, state: string | undefined, field: string): void =>
    using.report({
      code: 'MISSING_TRANSITION_TARGET',
      message: `There is no state '${target}' here`,
      ...(state === undefined ? {} : { state }),
      field,
    });
  if (typeof States !== 'object' || States === null) {
    const message = 'States is missing';
    using.report({ code: 'SCHEMA_VALIDATION_FAILED', message, ...(owner === undefined ? {} : { state: owner }) });
    return { start: StartAt, nodes };
  }
  for (const [name, state] of Object.entries(States)) {
    if (!isComplete(name, state, (problem) => using.report(problem))) continue;
    checkStateFields(name, state, language, (problem) => using.report(problem));
    for (const [field, target] of targets(state)) if (!Object.hasOwn(States, target)) missing(target, name, field);
    const node = nodeOf(name, state, using);
    if (node !== undefined) nodes.set(name, node);
  }
  if (!Object.hasOwn(States, StartAt)) missing(StartAt, owner, 'StartAt');
  return { start: StartAt, nodes };
}

function* targets(state: State): Generator<readonly [string, string]> {
  if (state.Next !== undefined) yield ['Next', state.Next];
  if (state.Type === 'Choice') {
    if (state.Default !== undefined) yield ['Default', state.Default];
    for (const [i, rule] of state.Choices.entries())
      if (rule.Next !== undefined) yield [`Choices[${i}]/Next`, rule.Next];
  }
  if ('Catch' in state)
    for (const [i, catcher] of (state.Catch ?? []).entries()) yield [`Catch[${i}]/Next`, catcher.Next];
}

function nodeOf(name: string, state: State, using: Compiler): Node | undefined {
  switch (state.Type) {
    case 'Task':
      return taskNode(name, state, using);
    case 'Pass':
      return passNode(name, state, using);
    case 'Choice':
      return choiceNode(name, state, using);
    case 'Wait':
      return waitNode(name, state, using);
    case 'Succeed':
      return succeedNode(name, state, using);
    case 'Fail':
      return failNode(name, state, using);
    case 'Parallel':
      return parallelNode(name, state, using);
    case 'Map':
      return mapNode(name, state, using);
    default:
      using.report({
        code: 'SCHEMA_VALIDATION_FAILED',
        message: `There is no type of state '${String((state as { readonly Type?: unknown }).Type)}'`,
        state: name,
        field: 'Type',
      });
      return undefined;
  }
}
