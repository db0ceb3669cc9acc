import { FlowError, type GraphIndex, locate } from '@flowmap/graph';
import type { LogSelection, TaskLogLine } from '@flowmap/store';
import type { PastStep, PastTask } from './past-task.js';
import { requireStep, type TaskReader } from './task-reader.js';

/** What a step of a run is read from. */
export interface StepSources {
  /** `<deployment>/<run>` */
  readonly prefix: string;
  readonly reader: TaskReader;
  readonly index: () => Promise<GraphIndex>;
  readonly lines: (selection: LogSelection) => AsyncIterable<TaskLogLine>;
}

/** The step of a run at a path. Nothing is read before it is asked for. */
export function pastStep(path: string, { prefix, reader, index, lines }: StepSources): PastStep {
  const task = async (at: string | number = ''): Promise<PastTask | undefined> => {
    const graph = await index();
    requireStep(graph, path);
    const around = locate(graph, path).foreachs.at(-1);
    if (around && at === '') throw indexMissing(path, around.id);
    return reader.task(at === '' ? path : `${path}/${at}`);
  };
  return {
    path,
    [Symbol.asyncIterator]: () => reader.tasksOf(path),
    task,
    async output(at) {
      const found = await task(at);
      if (found?.ok) return found.output();
      throw noOutput(at === undefined ? `${prefix}/${path}` : `${prefix}/${path}/${at}`, found);
    },
    async *logs({ index: at, ...selection } = {}) {
      requireStep(await index(), path);
      yield* lines({ ...selection, step: at === undefined ? path : `${path}/${at}` });
    },
  };
}

function indexMissing(path: string, foreach: string): FlowError {
  return new FlowError('INDEX_MISSING', `${path} runs once for each item of ${foreach}: say for which.`, {
    hint: `The first is step('${path}').output(0); for all of them go over step('${path}').`,
  });
}

function noOutput(address: string, task: PastTask | undefined): FlowError {
  const why =
    task && !task.ok
      ? `it failed: ${task.error.name}: ${task.error.message}`
      : 'it has not ended, did not run, or failed';
  return new FlowError('RESULT_MISSING', `${address} has no output: ${why}`);
}
