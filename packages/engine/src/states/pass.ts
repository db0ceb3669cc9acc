import type { PassState } from '@flowmap/asl/language';
import type { Compiler } from '../machine/compiler.js';
import type { Node } from '../machine/node.js';
import { enter, leave } from '../visit.js';

/** Pass: its Output, or its input. */
export function passNode(name: string, state: PassState, compiler: Compiler): Node {
  const ending = compiler.ending(name, state);
  return {
    name,
    kind: 'Pass',
    run: async (thread, input) => await leave(await enter(thread, name, 'Pass', input), ending, input),
  };
}
