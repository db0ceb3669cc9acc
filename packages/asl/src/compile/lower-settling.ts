import type { ForeachNode, StepNode } from '@flowmap/graph';
import { startFact, wholeFact } from '@flowmap/graph';
import type { Expression, State } from '../language/index.js';
import type { Settling } from '../plugin/index.js';
import { factInData, literal, template } from './expression.js';
import { addressOf, callOf, retriers, withRetry } from './lower-step.js';
import type { Lowering, Scope } from './lowering.js';
import { computeOf, stateName } from './lowering.js';
import { failAbove } from './tolerance.js';

/** It only reads, so asking again is safe. */
export const SETTLING_RETRY = { attempts: 3 };

/** The task that counts what ended well, and behind it, where its compute brings no values back, the state that reads the answer. */
export function lowerSettling(lowering: Lowering, scope: Scope, node: ForeachNode, writer: Expression): Settling {
  const { options } = lowering;
  const step: StepNode = { kind: 'step', id: node.id, in: {} };
  const name = stateName(lowering, scope, node.id, 'settle');
  const call = callOf(step, node.id, false, { manifest: { expression: `${writer}.Key` } });
  const lowered = computeOf(options, step).task(call, options.target);
  const task = withRetry(lowered, retriers(SETTLING_RETRY));
  const counting = (failed: Expression): Pick<State, 'Output'> => ({ Output: countedIn(lowering, node, failed) });
  const succeeded = '$states.input.ok';
  if (lowered.failed !== undefined) {
    const states = { [name]: { ...task, ...counting(lowered.failed) } };
    return { start: name, end: name, states, policies: lowered.policies, succeeded };
  }
  const reading = stateName(lowering, scope, node.id, 'settled');
  const read = options.run.read(addressOf(lowering, scope, `_settled/${node.id}`), options.target);
  return {
    start: name,
    end: reading,
    states: {
      [name]: { ...task, Output: template('$states.input'), Next: reading },
      [reading]: { ...read.state, ...counting(read.fact('failed', 'number')) },
    },
    policies: [...lowered.policies, ...read.policies],
    succeeded,
  };
}

/** The input with the number of items that ended well. A missing number must fail: `$merge` would drop it without a word. */
function countedIn(lowering: Lowering, node: ForeachNode, failed: Expression): string {
  const count = factInData(startFact(lowering.publications, node.id));
  const whole = factInData(wholeFact(lowering.publications, node.id));
  const unknown = `$error(${literal(`${node.id}: its failed items were not counted`)})`;
  const input = `$merge([$states.input, {'ok': $exists($lost) ? $n - $lost : ${unknown}}])`;
  if (node.tolerate) return template(failAbove(node, { count, whole, lost: failed }, input));
  return template(`( $n := ${count}; $lost := ${failed}; ${input} )`);
}
