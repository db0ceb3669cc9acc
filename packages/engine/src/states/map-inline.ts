import { LIMITS, type Json } from '@flowmap/asl/language';
import { fork } from '../execution.js';
import { StateFailure, Stopped } from '../failure.js';
import { emit, hasRoom, note, recordedNext } from '../history.js';
import { runLanes, Width } from '../lanes.js';
import { runBlock } from '../machine/block.js';
import type { Block } from '../machine/node.js';
import { Stop } from '../stop.js';
import type { Visit } from '../visit.js';
import { itemInput, type Iteration, type MapMode } from './map-mode.js';
import { type Piece, singles } from './map-pieces.js';

/**
 * Iterations inside the execution. The first that fails stops the others. The service accepts a tolerance on such a map
 * and does not keep it; neither does this.
 */
export function mapInline(name: string, block: Block): MapMode {
  return {
    async run(visit, iteration) {
      const { thread } = visit;
      const results: Json[] = new Array<Json>(iteration.items.length).fill(null);
      const stop = new Stop(thread.stop);
      const started = thread.previous;
      let last = started;
      // An iteration that begins in the place of one that has ended follows from its end.
      const ends: number[] = [];
      const from = { ...thread, previous: started };

      const pieces = singles(iteration.items.open(), (item, index, own) =>
        itemInput(visit, iteration, item, index, own),
      );
      const work = async (piece: Piece): Promise<void> => {
        const { index } = piece;
        const own = fork(from, stop, false, index);
        own.previous = ends.pop() ?? started;
        const details = { index, name };
        const begun = emit(own, 'MapIterationStarted', details);
        if (begun !== undefined) await begun;
        try {
          // An iteration that happens again has its input in the event of its first state.
          const input = recordedNext(own) === undefined ? await piece.input(own) : null;
          results[index] = await runBlock(block, own, input);
        } catch (error) {
          if (error instanceof StateFailure && !error.fatal) {
            // The failure that stops the others is what the map goes on from.
            if (stop.reason === undefined) thread.previous = own.previous;
            await note(own, 'MapIterationFailed', details);
          } else if (error instanceof Stopped && error.reason === 'sibling-failed' && hasRoom(own)) {
            await note(own, 'MapIterationAborted', details);
          }
          throw error;
        }
        const held = note(own, 'MapIterationSucceeded', details);
        if (held !== undefined) await held;
        last = Math.max(last, own.last);
        ends.push(own.previous);
      };
      const { pace } = thread.execution.environment;
      await runLanes({ next: () => pieces.next(), width: new Width(widthOf(visit, iteration)), pace, stop, work });
      thread.previous = last;
      return results;
    },
  };
}

function widthOf(visit: Visit, { maxConcurrency }: Iteration): number {
  if (maxConcurrency === 0) return LIMITS.inlineConcurrency;
  return visit.thread.execution.environment.quotas
    ? Math.min(maxConcurrency, LIMITS.inlineConcurrency)
    : maxConcurrency;
}
