import type { NodeId, StepNode } from '@flowmap/graph';
import { catchOf } from './catch.js';
import type { StepFunction } from './context.js';
import type { Definition, Draft } from './definition.js';
import { enter, report } from './definition.js';
import { handleOf } from './handle.js';
import { takeAfter, takeInputs } from './inputs.js';
import { refuseUnknown } from './known-options.js';
import type { Step } from './node.js';
import type { StepDefaults, StepOptions } from './options.js';
import type { Place } from './place.js';
import { callerOf } from './place.js';
import type { Inputs } from './ref.js';
import type { Scope } from './scope.js';
import { settingsOf } from './settings.js';

const OPTIONS = ['in', 'after', 'resources', 'retry', 'timeout', 'env', 'secrets'];

/** The code of a step or handler that receives a `C`. */
export type Run<C> = (context: C) => unknown;

/** The `step` of one scope. */
export function stepIn<P>(definition: Definition, draft: Draft): Scope<P>['step'] {
  return function step<O, C, I extends Inputs, N, E extends string>(
    name: string,
    second: (StepOptions<Inputs> & StepDefaults) | Run<C>,
    third?: Run<C>,
  ): Step<O, P, I, N, E> {
    const place = callerOf(step);
    const id = enter(definition, draft, name, place);
    const user = { definition, at: id, place };
    const options = typeof second === 'function' ? {} : refuseUnknown(user, second ?? {}, OPTIONS);
    const node: StepNode = {
      kind: 'step',
      id,
      ...takeAfter(user, options.after),
      in: takeInputs(user, options.in),
      ...settingsOf(user, options),
    };
    const position = draft.nodes.push(node) - 1;
    keepFunction(definition, id, typeof second === 'function' ? second : third, place);
    return {
      name: id,
      out: handleOf<O>({ node: id, path: [] }),
      catch: catchOf<O, P, I, N, E>(definition, draft, position),
    };
  };
}

/** Keeps the code of a step or handler under its id. Of two with one id the first stays; the check of names says so. */
export function keepFunction<C>(definition: Definition, at: NodeId, run: Run<C> | undefined, place: Place): void {
  if (typeof run !== 'function') {
    const hint = 'The last argument is the function that does the work.';
    report(definition, { code: 'FLOW1107', at, message: `${at} has no code`, hint }, place);
  } else if (!definition.functions.has(at)) {
    // The types of what it receives end here: the runtime resolves what the graph declares, and that is what they say.
    definition.functions.set(at, run as StepFunction);
  }
}
