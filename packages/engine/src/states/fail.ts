import type { FailState } from '@flowmap/asl/language';
import { StateFailure } from '../failure.js';
import type { Compiler } from '../machine/compiler.js';
import type { Node } from '../machine/node.js';
import { valueOf } from '../values.js';
import { enter } from '../visit.js';

/** Fail: its Error and Cause, either of which may be missing. */
export function failNode(name: string, state: FailState, compiler: Compiler): Node {
  const error = compiler.template(name, 'Error', state.Error);
  const cause = compiler.template(name, 'Cause', state.Cause);
  return {
    name,
    kind: 'Fail',
    async run(thread, input) {
      const visit = await enter(thread, name, 'Fail', input);
      const text = { type: 'string' } as const;
      throw new StateFailure(
        error === undefined ? undefined : await valueOf<string>(visit, 'Error', error, text),
        cause === undefined ? undefined : await valueOf<string>(visit, 'Cause', cause, text),
      );
    },
  };
}
