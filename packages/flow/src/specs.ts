import type { ParamSpec } from '@flowmap/graph';
import { report } from './definition.js';
import type { User } from './inputs.js';
import type { Param } from './param.js';

/** The specs of a flow's parameters. What `param` did not make is reported. */
export function specsOf(
  user: User,
  params: { readonly [name: string]: Param<unknown> },
): { readonly [name: string]: ParamSpec } {
  const specs: [string, ParamSpec][] = [];
  for (const [name, made] of Object.entries(params)) {
    const spec: unknown = typeof made === 'object' && made !== null ? made.spec : undefined;
    if (typeof spec === 'object' && spec !== null) specs.push([name, made.spec]);
    else {
      const message = `Parameter ${name} is not made with param`;
      const hint = 'Write param.string(), param.integer({ default: 1 }) and the like.';
      report(user.definition, { code: 'FLOW1111', at: '', message, hint }, user.place);
    }
  }
  return Object.fromEntries(specs);
}
