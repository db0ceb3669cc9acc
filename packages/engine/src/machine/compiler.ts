import type { Catcher, Json, Retrier, State, States } from '@flowmap/asl/language';
import type { Recovery } from '../attempts.js';
import {
  compileExpression,
  type Expression,
  expressionIn,
  messageOf,
  UnsupportedExpression,
} from '../expression/expression.js';
import { compileTemplate, type Template } from '../expression/template.js';
import type { Problem } from '../problem.js';
import type { DataFlow } from '../data/data-flow.js';
import { jsonataFlow } from '../data/jsonata-flow.js';
import { jsonpathFlow } from '../data/jsonpath-flow.js';
import type { Block } from './node.js';

/** What the states of a definition need to become nodes. Collects problems instead of throwing them. */
export interface Compiler {
  report(problem: Problem): void;
  /** What the state's query language makes of its fields. */
  flow(name: string, state: State): DataFlow;
  recovery(
    flow: DataFlow,
    state: { readonly Retry?: readonly Retrier[]; readonly Catch?: readonly Catcher[] },
  ): Recovery;
  /** A part with JSONata expressions; undefined for one that is not there. `place` is its way into the state. */
  expressions(state: string, place: string, part: unknown): Template | undefined;
  /** The states of a branch or a map. `owner` is the state that they belong to. */
  block(owner: string | undefined, states: { readonly StartAt: string; readonly States: States }): Block;
}

/** A compiler that reports to a list. `language` is the machine's; `makeBlock` closes the circle between states and the blocks inside them. */
export function compiler(
  problems: Problem[],
  language: 'JSONata' | 'JSONPath',
  makeBlock: (
    owner: string | undefined,
    states: { readonly StartAt: string; readonly States: States },
    self: Compiler,
  ) => Block,
): Compiler {
  /** By source: the same expression is parsed once in a definition. */
  const expressions = new Map<string, Expression>();

  function expression(state: string, source: string, field: string): Expression | undefined {
    const known = expressions.get(source);
    if (known !== undefined) return known;
    try {
      const compiled = compileExpression(source);
      expressions.set(source, compiled);
      return compiled;
    } catch (error) {
      problems.push({
        code: error instanceof UnsupportedExpression ? 'UNSUPPORTED_JSONATA_EXPRESSION' : 'INVALID_JSONATA_EXPRESSION',
        message: `The JSONata expression '${source}' is not accepted. ${messageOf(error)}`,
        state,
        field,
      });
      return undefined;
    }
  }

  const self: Compiler = {
    report: (problem) => void problems.push(problem),
    flow(name, state) {
      const own = state.QueryLanguage ?? language;
      if (own === 'JSONPath' && language === 'JSONata') {
        const message = "'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine";
        problems.push({ code: 'SCHEMA_VALIDATION_FAILED', message, state: name, field: 'QueryLanguage' });
      }
      return own === 'JSONPath' ? jsonpathFlow(name, state, self) : jsonataFlow(name, state, self);
    },
    recovery: (flow, state) => ({
      retriers: state.Retry ?? [],
      handlers: (state.Catch ?? []).map((catcher, i) => ({
        names: catcher.ErrorEquals,
        ending: flow.handler(catcher, i),
      })),
    }),
    expressions: (state, place, part) =>
      part === undefined
        ? undefined
        : compileTemplate(part as Json, place, expressionIn, (source, field) => expression(state, source, field)),
    block: (owner, states) => makeBlock(owner, states, self),
  };
  return self;
}
