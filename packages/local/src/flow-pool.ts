import { join } from 'node:path';
import { taskAddress } from '@flowmap/graph';
import type { LogLine } from '@flowmap/runtime';
import type { MetadataStore } from '@flowmap/store';
import { entryUrl } from './entries.js';
import type { RunEvent } from './progress/run-event.js';
import type { LocalRun } from './run-local.js';
import { defaultWorkers } from './worker-count.js';
import { answerMetadata, isMetadataCall } from './workers/remote-metadata.js';
import { openPool, type WorkerPool } from './workers/worker-pool.js';
import type { WorkerSettings } from './workers/worker-settings.js';

const TASKS_PER_WORKER = 4;

/** What the pool of a run is connected with. */
export interface FlowPoolPorts {
  readonly root: string;
  readonly run: string;
  readonly metadata: MetadataStore;
  readonly onEvent: (event: RunEvent) => void;
  readonly now: () => number;
}

/** A pool whose processes load the bundle of a flow and serve its tasks; what they log and print becomes events. */
export function openFlowPool(local: LocalRun, { root, run, metadata, onEvent, now }: FlowPoolPorts): WorkerPool {
  const { deployment } = local.target;
  const settings: WorkerSettings = {
    bundle: local.bundle.href,
    globals: local.globals ?? {},
    objects: join(root, 'objects'),
    deployment,
  };
  const log = (line: LogLine): void => onEvent({ type: 'log', at: line.at, line });
  return openPool({
    program: { file: entryUrl('entry-worker'), arguments: [JSON.stringify(settings)] },
    size: local.workers ?? defaultWorkers(),
    tasksPerWorker: local.tasksPerWorker ?? TASKS_PER_WORKER,
    message(message, reply) {
      if (isMetadataCall(message)) void answerMetadata(metadata, message, reply);
      else if ('log' in message) log(message.log as LogLine);
    },
    // Printed outside any task, or by native code: it belongs to what the process did at that time.
    printed(message, [task]) {
      const address = task ? taskAddress({ deployment, run, node: task.step, index: task.i }) : `${deployment}/${run}`;
      log({ address, attempt: (task?.try ?? 0) + 1, message, at: now() });
    },
  });
}
