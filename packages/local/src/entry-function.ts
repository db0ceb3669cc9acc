import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { FunctionReply, FunctionRequest, FunctionSettings } from './account/running/messages.js';
import { entryUrl } from './entries.js';

/** A process that is a Lambda function: it loads the handler and gives it one event after another. It ends with the process that started it. */
const { folder, handler: named } = JSON.parse(process.argv[2] ?? '{}') as FunctionSettings;

process.on('disconnect', () => process.exit());
// A handler that computes without a pause does not let this thread hear of it.
new Worker(entryUrl('entry-watch'), { workerData: { parent: process.ppid } }).unref();
// A terminal sends them to every process; the server decides what becomes of this one.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);

type Handler = (event: unknown, context: object, callback: (error: unknown, result?: unknown) => void) => unknown;

const loaded = load();
// Said to the first event.
loaded.catch(() => undefined);

process.on('message', (request: FunctionRequest) => {
  void answer(request).then((reply) => process.send?.(reply));
});

async function answer({ id, event, deadline, context }: FunctionRequest): Promise<FunctionReply> {
  try {
    const handler = await loaded;
    const full = { ...context, getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()) };
    const result = await called(handler, JSON.parse(event), full);
    return { id, result: JSON.stringify(result ?? null) };
  } catch (thrown) {
    const { name, message, stack } = errorOf(thrown);
    const trace = (stack ?? '').split('\n');
    return { id, error: JSON.stringify({ errorType: name, errorMessage: message, trace }) };
  }
}

/** A handler answers with a promise, or calls back. */
function called(handler: Handler, event: unknown, context: object): unknown {
  if (handler.length < 3) return handler(event, context, () => undefined);
  return new Promise((resolve, reject) => {
    handler(event, context, (error, result) => {
      if (error === null || error === undefined) resolve(result);
      else reject(errorOf(error));
    });
  });
}

async function load(): Promise<Handler> {
  const [path = '', ...names] = named.split(/\.(?=[^/]*$)/);
  const name = names.join('.');
  const at = path.lastIndexOf('/') + 1;
  const files = readdirSync(join(folder, path.slice(0, at)));
  const file = ['mjs', 'js', 'cjs'].map((end) => `${path.slice(at)}.${end}`).find((one) => files.includes(one));
  if (file === undefined) throw broken('Runtime.ImportModuleError', `the code has no module ${path}`);
  const module = (await import(pathToFileURL(join(folder, path.slice(0, at), file)).href)) as Readonly<
    Record<string, unknown>
  >;
  const found = module[name] ?? (module['default'] as Readonly<Record<string, unknown>> | undefined)?.[name];
  if (typeof found !== 'function') throw broken('Runtime.HandlerNotFound', `${named} is undefined or not exported`);
  return found as Handler;
}

/** What is thrown need not be an error. */
function errorOf(thrown: unknown): Error {
  if (thrown instanceof Error) return thrown;
  return new Error(typeof thrown === 'string' ? thrown : JSON.stringify(thrown));
}

function broken(name: string, message: string): Error {
  return Object.assign(new Error(message), { name });
}
