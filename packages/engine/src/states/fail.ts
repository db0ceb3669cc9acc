import type { FailState } from '@flowmap/asl/language';
import type { Value } from '../data/data-flow.js';
import { StateFailure } from '../failure.js';
import type { Compiler } from '../machine/compiler.js';
import type { Node } from '../machine/node.js';
import { enter, type Visit } from '../visit.js';

/** Fail: its Error and Cause, either of which may be missing. */
export function failNode(name: string, state: FailState, compiler: Compiler): Node {
  const flow = compiler.flow(name, state);
  const error = flow.value('Error');
  const cause = flow.value('Cause');
  const text = async (visit: Visit, value: Value | undefined): Promise<string | undefined> =>
    value === undefined ? undefined : await flow.valueOf<string>(visit, value, { type: 'string' });
  return {
    name,
    kind: 'Fail',
    async run(thread, input) {
      const visit = await enter(thread, name, 'Fail', input, flow);
      throw new StateFailure(await text(visit, error), await text(visit, cause));
    },
  };
}
