import { isFlowError } from '@flowmap/graph';
import { mapAhead } from '@flowmap/runtime';
import type { Execution, RunEnd } from '@flowmap/store';
import { executionsOf } from './executions.js';
import type { ChangePorts } from './ports.js';

/** Runs whose end is written down at once. */
const AT_ONCE = 16;

/**
 * Writes into the records of a flow's runs how they ended: with its state machine the service forgets them. Runs that go on are about to
 * end, and are noted as aborted. One that has no record, or whose end is noted already, is left as it is.
 */
export async function noteEnds(name: string, ports: ChangePorts): Promise<void> {
  const executions = executionsOf(ports);
  const note = async (execution: Execution): Promise<void> => {
    const end = await endOf(execution);
    try {
      await ports.metadata.finishRun(name, execution.run, end);
    } catch (error) {
      if (!isFlowError(error) || error.code !== 'RUN_NOT_FOUND') throw error;
    }
  };
  const endOf = async ({ run, status, stopped }: Execution): Promise<RunEnd> => {
    if (status === 'RUNNING') {
      const failure = { error: 'Flowmap.Deleted', cause: `${name} was deleted by ${ports.caller}` };
      return { status: 'ABORTED', stopped: ports.now().toISOString(), failure };
    }
    const failure = status === 'SUCCEEDED' ? undefined : (await executions.get(name, run))?.failure;
    return { status, stopped: stopped ?? ports.now().toISOString(), ...(failure && { failure }) };
  };
  try {
    for await (const _ of mapAhead(executions.list(name), AT_ONCE, note));
  } catch (error) {
    // A machine that is gone already, or was never made, ran nothing that could be asked for.
    if (!isFlowError(error) || error.code !== 'NO_SUCH_FLOW') throw error;
  }
}
