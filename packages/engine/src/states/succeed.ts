import type { SucceedState } from '@flowmap/asl/language';
import type { Compiler } from '../machine/compiler.js';
import type { Node } from '../machine/node.js';
import { enter, leave } from '../visit.js';

/** Succeed: the end of its block. */
export function succeedNode(name: string, state: SucceedState, compiler: Compiler): Node {
  const ending = { output: compiler.template(name, 'Output', state.Output), assign: undefined, next: undefined };
  return {
    name,
    kind: 'Succeed',
    run: async (thread, input) => await leave(await enter(thread, name, 'Succeed', input), ending, input),
  };
}
