import type { Json } from '@flowmap/asl/language';
import type { Thread } from '../execution.js';
import { Stopped } from '../failure.js';
import { hasRoom, note, recordedNext } from '../history.js';
import type { Block } from './node.js';

/** Runs a block's states from its first to its end and gives the output of the last. */
export async function runBlock(block: Block, thread: Thread, input: Json): Promise<Json> {
  let name: string | undefined = block.start;
  let data = input;
  while (name !== undefined) {
    // What was recorded next did happen, whatever has stopped since.
    if (recordedNext(thread) === undefined) {
      const { past } = thread.execution;
      if (past !== undefined) await past.live(thread);
      thread.stop.check();
    }
    const node = block.nodes.get(name);
    if (node === undefined) throw new Error(`The state ${name} is not in its block: please report this`);
    try {
      const move = await node.run(thread, data);
      name = move.next;
      data = move.output;
    } catch (error) {
      // A state that a failed sibling interrupts says so; the end of a whole execution is one event of its own.
      if (error instanceof Stopped && error.reason === 'sibling-failed' && hasRoom(thread)) {
        await note(thread, `${node.kind}StateAborted`);
      }
      throw error;
    }
  }
  return data;
}
