import { type State, type StateMachine, validate } from '@flowmap/asl/language';
import { Expressions } from '../expression/expressions.js';
import { DefinitionError, type Problem } from '../problem.js';
import { choiceNode } from '../states/choice.js';
import { failNode } from '../states/fail.js';
import { mapNode } from '../states/map.js';
import { parallelNode } from '../states/parallel.js';
import { passNode } from '../states/pass.js';
import { succeedNode } from '../states/succeed.js';
import { taskNode } from '../states/task.js';
import { waitNode } from '../states/wait.js';
import { type BlockFields, type Compiler, compiler, type Fault } from './compiler.js';
import { locationOf } from './location.js';
import type { Block, Node } from './node.js';

/** A definition, ready to run any number of times. */
export interface Machine {
  readonly block: Block;
  /** Seconds; none without a limit. */
  readonly timeoutSeconds: number | undefined;
}

type MachineType = 'STANDARD' | 'EXPRESS';

/** What became of a definition. */
interface Attempt {
  readonly problems: readonly Problem[];
  /** Undefined where it cannot be run; there is one where nothing but its size speaks against it. */
  readonly machine?: Machine;
}

/** Definitions are checked and compiled once for each type, however often they run. */
const attempts: Readonly<Record<MachineType, WeakMap<StateMachine, Attempt>>> = {
  STANDARD: new WeakMap(),
  EXPRESS: new WeakMap(),
};

/**
 * Compiles a definition. Throws DefinitionError with all that the engine refuses in it. Its size is a quota, and counts
 * where `quotas` are enforced.
 */
export function compileMachine(definition: StateMachine, type: MachineType, quotas: boolean): Machine {
  const { problems, machine } = attemptOf(definition, type);
  if (machine === undefined || (quotas && problems.length > 0)) throw new DefinitionError(problems);
  return machine;
}

/**
 * All that the engine refuses in a definition; none when it can run it: what the rules of the language call an error, as
 * the service does at creation, and what the engine does not implement. `type` is the machine's, by default STANDARD.
 */
export function check(definition: StateMachine, type: MachineType = 'STANDARD'): readonly Problem[] {
  return attemptOf(definition, type).problems;
}

function attemptOf(definition: StateMachine, type: MachineType): Attempt {
  // What is no object has no machine either.
  if (typeof definition !== 'object' || (definition as unknown) === null) return attempt(definition, type);
  const known = attempts[type].get(definition);
  if (known !== undefined) return known;
  const made = attempt(definition, type);
  attempts[type].set(definition, made);
  return made;
}

function attempt(definition: StateMachine, type: MachineType): Attempt {
  const expressions = new Expressions();
  const errors = validate(definition, { type, parseExpression: (source) => expressions.get(source).tree })
    .filter(({ severity }) => severity === 'ERROR')
    .map(({ code, message, location }): Problem => ({ code, message, location }));
  if (errors.some(({ code }) => code !== 'DEFINITION_TOO_LARGE')) return { problems: errors };

  const faults: Fault[] = [];
  const language = definition.QueryLanguage ?? 'JSONPath';
  const block = compiler(faults, language, expressions, blockOf).block(definition);
  const machine = { block, timeoutSeconds: definition.TimeoutSeconds };
  if (faults.length === 0) return { problems: errors, machine };
  return {
    problems: faults.map(({ code, message, state, field }) => {
      const place = locationOf(definition, state) ?? '';
      return { code, message, location: field === undefined ? place : `${place}/${field}` };
    }),
  };
}

function blockOf({ StartAt, States }: BlockFields, using: Compiler): Block {
  const nodes = new Map<string, Node>();
  for (const [name, state] of Object.entries(States)) {
    nodes.set(name, nodeOf(name, state, using));
  }
  return { start: StartAt, nodes };
}

function nodeOf(name: string, state: State, using: Compiler): Node {
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
  }
}
