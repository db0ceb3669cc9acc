import type { Catcher, Json, Retrier, States } from '@flowmap/asl/language';
import type { Handler, Recovery } from '../attempts.js';
import {
  compileExpression,
  type Expression,
  expressionIn,
  messageOf,
  UnsupportedExpression,
} from '../expression/expression.js';
import { compileTemplate, type Template } from '../expression/template.js';
import type { Problem } from '../problem.js';
import type { Ending } from '../visit.js';
import type { Block } from './node.js';

/** What the states of a definition need to become nodes. Collects problems instead of throwing them. */
export interface Compiler {
  report(problem: Problem): void;
  /** A field with expressions; undefined for one that is not there. */
  template(state: string, field: string, value: unknown): Template | undefined;
  /** Output, Assign and Next of a state. */
  ending(name: string, state: { readonly Output?: unknown; readonly Assign?: unknown; readonly Next?: string }): Ending;
  recovery(name: string, state: { readonly Retry?: readonly Retrier[]; readonly Catch?: readonly Catcher[] }): Recovery;
  /** The states of a branch or a map. `owner` is the state that they belong to. */
  block(owner: string | undefined, states: { readonly StartAt: string; readonly States: States }): Block;
}

/** A compiler that reports to a list; `makeBlock` closes the circle between states and the blocks inside them. */
export function compiler(
  problems: Problem[],
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
    template: (state, field, value) =>
      value === undefined
        ? undefined
        : compileTemplate(value as Json, field, expressionIn, (source, place) => expression(state, source, place)),
    ending: (name, state) => ({
      output: self.template(name, 'Output', state.Output),
      assign: self.template(name, 'Assign', state.Assign),
      next: state.Next,
    }),
    recovery: (name, state) => ({
      retriers: state.Retry ?? [],
      handlers: (state.Catch ?? []).map((catcher, i): Handler => ({
        names: catcher.ErrorEquals,
        next: catcher.Next,
        output: self.template(name, `Catch[${i}]/Output`, catcher.Output),
        assign: self.template(name, `Catch[${i}]/Assign`, catcher.Assign),
      })),
    }),
    block: (owner, states) => makeBlock(owner, states, self),
  };
  return self;
}
