import type { State } from '@flowmap/asl/language';
import type { Compiler } from '../machine/compiler.js';
import type { Template } from '../expression/template.js';
import { evaluate } from '../visit.js';
import type { DataFlow, Ending } from './data-flow.js';
import { jsonataValue } from './jsonata-value.js';

/** Arguments, Output and Assign, and expressions in place of values. */
export function jsonataFlow(state: State, compiler: Compiler): DataFlow {
  const fields = state as unknown as Readonly<Record<string, unknown>>;
  const template = (place: string, part: unknown): Template | undefined => compiler.expressions(place, part);
  const ending = (
    part: { readonly Output?: unknown; readonly Assign?: unknown },
    next: string | undefined,
    place = '',
  ): Ending => endingOf(template(`${place}Output`, part.Output), template(`${place}Assign`, part.Assign), next);
  return {
    language: 'JSONata',
    arguments: template('Arguments', fields['Arguments']),
    ending: ending(state, state.Type === 'Choice' ? state.Default : state.Next),
    value(field, part) {
      const place = part === undefined ? field : `${part.place}/${field}`;
      const found = template(place, (part?.fields ?? fields)[field]);
      return found && { field: place, template: found };
    },
    template,
    handler: (catcher, i) => ending(catcher, catcher.Next, `Catch[${i}]/`),
    rule(rule, i) {
      const field = `Choices[${i}]/Condition`;
      const condition = template(field, rule.Condition);
      return {
        holds: (visit) =>
          condition !== undefined && jsonataValue<boolean>(visit, { field, template: condition }, { type: 'boolean' }),
        ending: ending(rule, rule.Next, `Choices[${i}]/`),
      };
    },
    valueOf: jsonataValue,
  };
}

function endingOf(output: Template | undefined, assign: Template | undefined, next: string | undefined): Ending {
  return {
    next,
    output: (visit, result) => (output === undefined ? result : evaluate(visit, output)),
    ...(assign === undefined ? {} : { assign: (visit) => evaluate(visit, assign) }),
  };
}
