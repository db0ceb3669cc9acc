import type { PassState } from '@flowmap/asl/language';
import type { Compiler } from '../machine/compiler.js';
import type { Node } from '../machine/node.js';
import { argumentsOf, enter, leave } from '../visit.js';

/** Pass: its Output or its input; in JSONPath its Result, its Parameters, or its effective input. */
export function passNode(name: string, state: PassState, compiler: Compiler): Node {
  const flow = compiler.flow(name, state);
  return {
    name,
    kind: 'Pass',
    async run(thread, input) {
      const visit = await enter(thread, name, 'Pass', input, flow);
      const given = await argumentsOf(visit, flow);
      return await leave(visit, flow.ending, state.Result === undefined ? given : state.Result);
    },
  };
}
