import type { ForeachNode, ParamReference, Tolerance } from '@flowmap/graph';
import { report } from './definition.js';
import { referenceOf } from './handle.js';
import type { User } from './inputs.js';
import type { ForeachOptions, Tolerable } from './options.js';

const HINT = 'Give a number, or a parameter: input.parallel of a flow with params: { parallel: param.integer() }.';

/** How many items of a foreach may fail and may run at once, as its node has it. */
export function takeSettings(
  user: User,
  { tolerate, concurrency }: Pick<Partial<ForeachOptions<never, Tolerable | undefined>>, 'tolerate' | 'concurrency'>,
): Pick<ForeachNode, 'tolerate' | 'concurrency'> {
  const items = takeNumber(user, 'concurrency', concurrency);
  return {
    ...(tolerate ? { tolerate: takeTolerance(user, tolerate) } : {}),
    ...(items === undefined ? {} : { concurrency: items }),
  };
}

function takeTolerance(user: User, tolerate: Tolerable): Tolerance {
  if (referenceOf(tolerate)) {
    refuse(
      user,
      'tolerate',
      'is a handle, not what it holds',
      'Name its bounds: tolerate: { percentage: input.share }.',
    );
    return { count: 0 };
  }
  // What is no object at all is the graph's to tell.
  if (typeof tolerate !== 'object') return tolerate;
  const count = takeNumber(user, 'tolerate.count', tolerate.count);
  const percentage = takeNumber(user, 'tolerate.percentage', tolerate.percentage);
  return { ...(count === undefined ? {} : { count }), ...(percentage === undefined ? {} : { percentage }) };
}

/**
 * A number, or the reference of a parameter. Any other handle has its value too late: the machine reads these numbers before a
 * task has run. It is reported, and 1 stands for it, which fits everywhere.
 */
function takeNumber(user: User, option: string, value: unknown): number | ParamReference | undefined {
  const reference = referenceOf(value);
  if (!reference) return value as number | undefined;
  if ('param' in reference) return reference;
  const what = 'node' in reference ? `the output of ${reference.node}` : `an item of ${reference.item}`;
  refuse(user, option, `is ${what}: only a parameter can be a number there`, HINT);
  return 1;
}

function refuse({ definition, at, place }: User, option: string, what: string, hint: string): void {
  report(definition, { code: 'FLOW1020', at, message: `${option} of ${at} ${what}`, hint }, place);
}
