import { LIMITS, type Json } from '@flowmap/asl/language';
import { fork, type Thread } from '../execution.js';
import { StateFailure, Stopped } from '../failure.js';
import { emit, hasRoom, note } from '../history.js';
import { runLanes } from '../lanes.js';
import { runBlock } from '../machine/block.js';
import type { Block } from '../machine/node.js';
import { Stop } from '../stop.js';
import type { Visit } from '../visit.js';
import { itemInput, type Iteration, type MapMode } from './map-mode.js';

/**
 * Iterations inside the execution. The first that fails stops the others. The service accepts a tolerance on such a map
 * and does not keep it; neither does this.
 */
export function mapInline(name: string, block: Block): MapMode {
  return {
    async run(visit, iteration) {
      const { thread } = visit;
      const count = iteration.items.length;
      const results: Json[] = new Array<Json>(count).fill(null);
      const stop = new Stop(thread.stop);
      const started = thread.previous;
      let last = started;
      const lane = (): Thread => ({ ...fork(thread, stop, false), previous: started });

      const work = async (index: number, own: Thread): Promise<void> => {
        const details = { index, name };
        own.variables = thread.variables;
        await emit(own, 'MapIterationStarted', details);
        try {
          results[index] = await runBlock(block, own, await itemInput(visit, iteration, index, own));
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
        last = own.execution.events;
        if (held !== undefined) await held;
      };
      const { pace } = thread.execution.environment;
      await runLanes({ count, width: widthOf(visit, iteration), pace, stop, lane, work });
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
