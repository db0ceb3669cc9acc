import type { ChoiceState } from '@flowmap/asl/language';
import { ERRORS, StateFailure } from '../failure.js';
import type { Compiler } from '../machine/compiler.js';
import type { Node } from '../machine/node.js';
import { valueOf } from '../values.js';
import { enter, leave } from '../visit.js';

/** Choice: the first rule that holds; each rule, and the default, has its own Output and Assign. */
export function choiceNode(name: string, state: ChoiceState, compiler: Compiler): Node {
  const rules = state.Choices.map((rule, i) => ({
    field: `Choices[${i}]/Condition`,
    condition: compiler.template(name, `Choices[${i}]/Condition`, rule.Condition),
    ending: {
      output: compiler.template(name, `Choices[${i}]/Output`, rule.Output),
      assign: compiler.template(name, `Choices[${i}]/Assign`, rule.Assign),
      next: rule.Next,
    },
  }));
  const otherwise = compiler.ending(name, {
    ...state,
    ...(state.Default === undefined ? {} : { Next: state.Default }),
  });
  return {
    name,
    kind: 'Choice',
    async run(thread, input) {
      const visit = await enter(thread, name, 'Choice', input);
      for (const { field, condition, ending } of rules) {
        if (condition === undefined) continue;
        if (await valueOf<boolean>(visit, field, condition, { type: 'boolean' }))
          return await leave(visit, ending, input);
      }
      if (state.Default === undefined) {
        throw new StateFailure(ERRORS.noChoice, `No choice of the state '${name}' matched, and it has no Default.`);
      }
      return await leave(visit, otherwise, input);
    },
  };
}
