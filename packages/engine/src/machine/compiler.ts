import type { Catcher, Json, Retrier, State, States } from '@flowmap/asl/language';
import type { Recovery } from '../attempts.js';
import { expressionIn } from '../expression/expression.js';
import type { Expressions } from '../expression/expressions.js';
import { compileTemplate, type Template } from '../expression/template.js';
import type { Problem } from '../problem.js';
import type { DataFlow } from '../data/data-flow.js';
import { jsonataFlow } from '../data/jsonata-flow.js';
import { jsonpathFlow } from '../data/jsonpath-flow.js';
import type { Block } from './node.js';

/** Something that the rules of the language let through and the engine does not. */
export interface Fault extends Pick<Problem, 'code' | 'message'> {
  /** Name of the state. */
  readonly state: string;
  /** The way into it: `ItemProcessor/ProcessorConfig/Mode`. */
  readonly field?: string;
}

/** States that belong together, and the first of them. */
export interface BlockFields {
  readonly StartAt: string;
  readonly States: States;
}

/** What the states of a valid definition need to become nodes. Collects faults instead of throwing them. */
export interface Compiler {
  report(fault: Fault): void;
  /** What the state's query language makes of its fields. */
  flow(name: string, state: State): DataFlow;
  recovery(
    flow: DataFlow,
    state: { readonly Retry?: readonly Retrier[]; readonly Catch?: readonly Catcher[] },
  ): Recovery;
  /** A part with JSONata expressions; undefined for one that is not there. `place` is its way into the state. */
  expressions(place: string, part: unknown): Template | undefined;
  /** The states of the machine, a branch or a map. */
  block(block: BlockFields): Block;
}

/** A compiler that reports to a list. `language` is the machine's; `blockOf` closes the circle between states and the blocks inside them. */
export function compiler(
  faults: Fault[],
  language: 'JSONata' | 'JSONPath',
  expressions: Expressions,
  blockOf: (block: BlockFields, self: Compiler) => Block,
): Compiler {
  const self: Compiler = {
    report: (fault) => void faults.push(fault),
    flow: (name, state) =>
      (state.QueryLanguage ?? language) === 'JSONPath' ? jsonpathFlow(name, state, self) : jsonataFlow(state, self),
    recovery: (flow, state) => ({
      retriers: state.Retry ?? [],
      handlers: (state.Catch ?? []).map((catcher, i) => ({
        names: catcher.ErrorEquals,
        ending: flow.handler(catcher, i),
      })),
    }),
    expressions: (place, part) =>
      part === undefined
        ? undefined
        : compileTemplate(part as Json, place, expressionIn, (source) => expressions.get(source)),
    block: (block) => blockOf(block, self),
  };
  return self;
}
