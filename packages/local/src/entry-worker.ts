import { Worker } from 'node:worker_threads';
import type { Flow } from '@flowmap/flow';
import { captureOutput } from '@flowmap/runtime/printing';
import { localSecrets } from '@flowmap/runtime/secrets';
import { serveWorker, type WorkerRequest } from '@flowmap/runtime/worker';
import { fsObjects } from '@flowmap/store/fs';
import { entryUrl } from './entries.js';
import { remoteMetadata, type MetadataReply } from './workers/remote-metadata.js';
import type { WorkerSettings } from './workers/worker-settings.js';

/**
 * A process of the pool: it loads the bundle of a flow and serves its tasks. What they print becomes their log. It ends with the
 * process that started it.
 */
const { bundle, globals, objects, deployment } = JSON.parse(process.argv[2] ?? '{}') as WorkerSettings;

process.on('disconnect', () => process.exit());
// A task that computes without a pause does not let this thread hear of it.
new Worker(entryUrl('entry-watch'), { workerData: { parent: process.ppid } }).unref();
// A terminal and a supervisor send them to every process of a run; the first of them decides what becomes of the others.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);

const send = (message: object): void => {
  if (process.connected) process.send?.(message);
};
const metadata = remoteMetadata(send);
captureOutput([process.stdout, process.stderr]);

for (const [name, value] of Object.entries(globals)) {
  (globalThis as { [key: symbol]: unknown })[Symbol.for(name)] = value;
}
// Messages wait until somebody listens.
const { default: flow } = (await import(bundle)) as { readonly default: Flow };

serveWorker(
  flow,
  { objects: fsObjects(objects), metadata: metadata.store, deployment, secret: localSecrets(process.env) },
  {
    on(_event, listener) {
      process.on('message', (message: WorkerRequest | MetadataReply) => {
        if ('metadata' in message) metadata.receive(message);
        else listener(message);
      });
    },
    send,
  },
);
