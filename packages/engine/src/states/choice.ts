import type { ChoiceState } from '@flowmap/asl/language';
import type { Compiler } from '../machine/compiler.js';
import type { Node } from '../machine/node.js';
import { enter, leave, recordedTarget } from '../visit.js';

/** Choice: the first rule that holds; each rule, and the default, has its own Output and Assign. */
export function choiceNode(name: string, state: ChoiceState, compiler: Compiler): Node {
  const flow = compiler.flow(name, state);
  const rules = state.Choices.map((rule, i) => flow.rule(rule, i));
  return {
    name,
    kind: 'Choice',
    async run(thread, input) {
      const visit = await enter(thread, name, 'Choice', input, flow);
      const target = recordedTarget(visit);
      if (target !== undefined) return await leave(visit, { ...flow.ending, next: target }, visit.effective);
      for (const rule of rules) {
        if (await rule.holds(visit)) return await leave(visit, rule.ending, visit.effective);
      }
      if (state.Default === undefined) {
        // Documented as States.NoChoiceMatched; this is what the service was seen to answer.
        throw visit.runtimeFailure('Failed to transition out of the state. The state does not point to a next state.');
      }
      return await leave(visit, flow.ending, visit.effective);
    },
  };
}
