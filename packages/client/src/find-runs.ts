import { isFlowError } from '@flowmap/graph';
import { mapAhead } from '@flowmap/runtime';
import type { Execution, RunRecord, RunStatus } from '@flowmap/store';
import type { FoundRun } from './past-run.js';
import type { ClientStores } from './stores.js';

/** Records that are read ahead of whoever goes over the runs. */
const AHEAD = 16;

/** Where the runs of one flow are looked for. */
export interface RunFinder {
  get(run: string): Promise<FoundRun | undefined>;
  /** Newest first. */
  all(status?: RunStatus): AsyncGenerator<FoundRun, void, undefined>;
  newest(status?: RunStatus): Promise<FoundRun | undefined>;
}

/**
 * Finds runs by their records, and how they stand by the service that executes them. One that has no record is left out: its first state
 * has not come to its end, or refused the parameters.
 */
export function runFinder({ metadata, executions }: ClientStores, deployment: string): RunFinder {
  const found = (record: RunRecord, execution: Execution | undefined): FoundRun => ({
    record,
    execution,
    failure: async () => {
      if (!execution || !executions) return record.failure;
      return (await executions.get(deployment, record.run))?.failure;
    },
  });

  const recorded = async (execution: Execution): Promise<FoundRun | undefined> => {
    const record = await metadata.run(deployment, execution.run);
    return record && found(record, execution);
  };

  /** The executions, or undefined where the service has no such flow: it was deleted, or never deployed. */
  const executed = async (status: RunStatus | undefined): Promise<AsyncIterable<Execution> | undefined> => {
    if (!executions) return undefined;
    const listed = executions.list(deployment, status === undefined ? {} : { status });
    const iterator: AsyncIterator<Execution, unknown> = listed[Symbol.asyncIterator]();
    try {
      return resumed(await iterator.next(), iterator);
    } catch (error) {
      if (isFlowError(error) && error.code === 'NO_SUCH_FLOW') return undefined;
      throw error;
    }
  };

  const byRecord = async (status: RunStatus | undefined): Promise<FoundRun[]> => {
    const records: RunRecord[] = [];
    for await (const record of metadata.runs(deployment, status === undefined ? {} : { status })) records.push(record);
    return records.sort(newestFirst).map((record) => found(record, undefined));
  };

  return {
    async get(run) {
      const [record, execution] = await Promise.all([metadata.run(deployment, run), executions?.get(deployment, run)]);
      if (!record) return undefined;
      return { record, execution, failure: async () => (execution ? execution.failure : record.failure) };
    },

    async *all(status) {
      const listed = await executed(status);
      if (!listed) {
        yield* await byRecord(status);
        return;
      }
      for await (const run of mapAhead(listed, AHEAD, recorded)) if (run) yield run;
    },

    async newest(status) {
      const listed = await executed(status);
      if (!listed) return (await byRecord(status))[0];
      for await (const execution of listed) {
        const run = await recorded(execution);
        if (run) return run;
      }
      return undefined;
    },
  };
}

/** What is left of an iteration whose first answer is known. */
async function* resumed<T>(
  first: IteratorResult<T, unknown>,
  iterator: AsyncIterator<T, unknown>,
): AsyncGenerator<T, void, undefined> {
  try {
    for (let step = first; !step.done; step = await iterator.next()) yield step.value;
  } finally {
    await iterator.return?.();
  }
}

/** Of runs that began at the same time, the one whose id is the later one: ids that were made for runs sort by time. */
function newestFirst(a: RunRecord, b: RunRecord): number {
  const [one, other] = [Date.parse(a.started), Date.parse(b.started)];
  if (one !== other) return other - one;
  return a.run < b.run ? 1 : -1;
}
