import type { ForeachNode, StepNode } from '@flowmap/graph';
import { textFact } from '@flowmap/graph';
import type { Expression } from '../language/index.js';
import type { SourceSettling } from '../plugin/index.js';
import { template } from './expression.js';
import { SETTLING_RETRY } from './lower-settling.js';
import { addressOf, callOf, retriers, withRetry } from './lower-step.js';
import type { Lowering, Scope } from './lowering.js';
import { caught, computeOf, stateName } from './lowering.js';

/**
 * The task that counts the items of a source and those of them that ended well, and behind it, where its compute brings no values back, the
 * state that reads what it published. The last of the two is the foreach's exit: only here its number of items is known.
 */
export function lowerSourceSettling(
  lowering: Lowering,
  scope: Scope,
  node: ForeachNode,
  writer: Expression,
): SourceSettling {
  const { options } = lowering;
  const step: StepNode = { kind: 'step', id: node.id, in: {} };
  const name = stateName(lowering, scope, node.id, 'settle');
  const call = callOf(step, node.id, false, { manifest: { expression: `${writer}.Key` } });
  const lowered = computeOf(options, step).task(call, options.target);
  const task = { ...withRetry(lowered, retriers(SETTLING_RETRY)), ...caught(scope) };
  const exit = (state: string, count: Expression, failed: Expression): SourceSettling['exit'] => ({
    state,
    count,
    succeeded: `(${count}) - (${failed})`,
    data: '$states.input',
  });
  if (lowered.failed !== undefined && lowered.fact) {
    return {
      start: name,
      states: { [name]: task },
      exit: exit(name, lowered.fact(node.id), lowered.failed),
      policies: lowered.policies,
    };
  }
  const reading = stateName(lowering, scope, node.id, 'settled');
  const read = options.run.read(addressOf(lowering, scope, `_settled/${node.id}`), options.target);
  return {
    start: name,
    states: {
      [name]: { ...task, Output: template('$states.input'), Next: reading },
      [reading]: { ...read.state, ...caught(scope) },
    },
    exit: exit(reading, read.fact(node.id, 'number'), read.fact(textFact(node.id, 'failed'), 'number')),
    policies: [...lowered.policies, ...read.policies],
  };
}
