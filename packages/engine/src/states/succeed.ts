import type { SucceedState } from '@flowmap/asl/language';
import type { Compiler } from '../machine/compiler.js';
import type { Node } from '../machine/node.js';
import { enter, leave } from '../visit.js';

/** Succeed: the end of its block. */
export function succeedNode(name: string, state: SucceedState, compiler: Compiler): Node {
  const flow = compiler.flow(name, state);
  return {
    name,
    kind: 'Succeed',
    async run(thread, input) {
      const visit = await enter(thread, name, 'Succeed', input, flow);
      return await leave(visit, flow.ending, visit.effective);
    },
  };
}
