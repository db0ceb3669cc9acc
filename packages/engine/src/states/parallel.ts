import type { Json, ParallelState } from '@flowmap/asl/language';
import { withRecovery } from '../attempts.js';
import { fork } from '../execution.js';
import { dataLimitExceeded, StateFailure } from '../failure.js';
import { emit } from '../history.js';
import { runLanes, upTo, Width } from '../lanes.js';
import { runBlock } from '../machine/block.js';
import type { Compiler } from '../machine/compiler.js';
import type { Node } from '../machine/node.js';
import { isTooLarge } from '../quotas.js';
import { Stop } from '../stop.js';
import { argumentsOf, enter, leave, type Visit } from '../visit.js';

/** Parallel: its branches side by side; the result has one element for each, in their order. */
export function parallelNode(name: string, state: ParallelState, compiler: Compiler): Node {
  const flow = compiler.flow(name, state);
  const recovery = compiler.recovery(flow, state);
  const branches = state.Branches.map((branch) => compiler.block(branch));

  async function attempt(visit: Visit): Promise<Json> {
    const { thread } = visit;
    const { quotas } = thread.execution.environment;
    const input = await argumentsOf(visit, flow);
    if (quotas && input !== visit.input && isTooLarge(input)) throw dataLimitExceeded(name);
    await emit(thread, 'ParallelStateStarted');
    if (visit.trial !== undefined) return visit.trial.result();
    const results: Json[] = new Array<Json>(branches.length).fill(null);
    const stop = new Stop(thread.stop);
    const started = thread.previous;
    let last = started;
    const work = async (index: number): Promise<void> => {
      const branch = fork({ ...thread, previous: started }, stop, true, index);
      const block = branches[index];
      if (block === undefined) return;
      try {
        results[index] = await runBlock(block, branch, input);
        last = Math.max(last, branch.previous);
      } catch (error) {
        if (error instanceof StateFailure && stop.reason === undefined) thread.previous = branch.previous;
        throw error;
      }
    };
    const { pace } = thread.execution.environment;
    await runLanes({ next: upTo(branches.length), width: new Width(branches.length), pace, stop, work });
    thread.previous = last;
    if (quotas && isTooLarge(results)) throw dataLimitExceeded(name);
    return results;
  }

  return {
    name,
    kind: 'Parallel',
    async run(thread, input) {
      const visit = await enter(thread, name, 'Parallel', input, flow);
      return await withRecovery(visit, recovery, async () => {
        const result = await attempt(visit);
        visit.result = result;
        visit.inspect('result', result);
        const { previous } = thread;
        await emit(thread, 'ParallelStateSucceeded');
        return await leave(visit, flow.ending, result, previous);
      });
    },
  };
}
