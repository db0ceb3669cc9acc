import type { StepNode } from '@flowmap/graph';
import { invariant } from '@flowmap/graph';
import type { Expression } from '../language/index.js';
import { closing } from './ending.js';
import { template } from './expression.js';
import { callOf, type RangeEnd, someOf } from './lower-step.js';
import type { Block, Lowering, Scope } from './lowering.js';
import { caught, computeOf, stateName } from './lowering.js';

/**
 * A state that runs each item of a one-step body as a child of one array job, and answers with those that ended well. An array
 * fails when any of its items did, after all have ended: where some may fail, a Catch counts them.
 */
export function lowerArray(lowering: Lowering, scope: Scope, step: StepNode, { failing, answer }: RangeEnd): Block {
  const { array, kind } = computeOf(lowering.options, step);
  invariant(array, `${step.id} runs on ${kind}, which has no array jobs`);
  const size = '$states.input.to - $states.input.from';
  // Attempts are counted by the children: those of the state are only about submitting the job.
  const call = callOf(step, step.id, true, { array: { value: true }, try: { value: 0 } });
  const { state, policies, failed } = array.lower(call, size, lowering.options.target);
  const ending = (ok: Expression): ReturnType<typeof closing> =>
    closing({ live: new Set(), answer: { kind: 'value', expression: answer('$states.input.run', size, ok) } });

  const name = stateName(lowering, scope, step.id);
  if (failing === undefined) {
    return { start: name, states: { [name]: { ...state, ...caught(scope), ...ending(size) } }, policies };
  }
  const counted = stateName(lowering, scope, step.id, 'counted');
  const ok = failing === 'answers' ? `${size} - (${failed})` : someOf(size, failed);
  // In front of a Catch for everything: this is the one error that says how many failed.
  const counting = {
    ErrorEquals: ['States.TaskFailed'],
    Output: template(answer('$states.input.run', size, ok)),
    Next: counted,
  };
  return {
    start: name,
    states: {
      [name]: { ...state, Catch: [counting, ...(caught(scope).Catch ?? [])], ...ending(size) },
      [counted]: { Type: 'Pass', End: true },
    },
    policies,
  };
}
