import { join } from 'node:path';
import { FlowError } from '@flowmap/graph';
import { describeError, type LogLine } from '@flowmap/runtime';
import { runBatchCommand } from '@flowmap/runtime/batch';
import { lambdaHandler } from '@flowmap/runtime/lambda';
import { captureConsole, captureOutput, logLine } from '@flowmap/runtime/printing';
import type { FlowSource } from './flow-source.js';
import { batchLogPlace, lambdaLogPlace } from './log-place.js';
import { openPlace } from './open-place.js';
import { layerFolders, placeFlow } from './place-flow.js';
import { serveInvocations } from './serve-invocations.js';

/** The flow, which stands before this program in the module of a container. */
declare const __flowmap_flow: FlowSource;

/** The status of a process whose task has not ended: that of Node for a promise that is left alone. */
const NOT_YET = 13;

/**
 * The module of a container: in one of AWS Lambda it serves invocations as long as that lives, in one of AWS Batch it runs the task that the
 * environment names.
 */
process.setSourceMapsEnabled(true);
const print = process.stdout.write.bind(process.stdout);
const complain = process.stderr.write.bind(process.stderr);
captureOutput([process.stdout, process.stderr]);
captureConsole(console);

const { env } = process;
const log = (line: LogLine): void => void print(`${logLine(line)}\n`);

// What nobody catches ends the process.
process.on('uncaughtException', (thrown) => {
  printError(thrown);
  process.exit(1);
});

// The first process of a container is not ended by a signal that it does not handle.
const stop = new AbortController();
process.removeAllListeners('SIGTERM');
process.on('SIGTERM', () => stop.abort(new Error('the container was told to stop')));

const flow = await placeFlow(__flowmap_flow, [join(process.cwd(), 'node_modules'), ...layerFolders(env['NODE_PATH'])]);
const service = env['AWS_LAMBDA_RUNTIME_API'];
if (service !== undefined) {
  const ports = { log, logs: { place: async () => lambdaLogPlace(env) } };
  await serveInvocations(
    service,
    lambdaHandler(flow, () => ({ ...openPlace(env), ...ports })),
  );
}

// A promise that nothing will settle ends the process without a word, and with the status of success.
const stuck = new FlowError('NEVER_SETTLED', 'the task waits for a promise, and nothing is left that could settle it', {
  hint: 'Look for a callback that is never called, or an event that was missed.',
});
process.on('beforeExit', () => stop.abort(stuck));
process.on('exit', (status) => {
  if (status !== NOT_YET) return;
  printError(stuck);
  process.exitCode = 1;
});
process.exitCode = NOT_YET;

const status = await runBatchCommand(flow, env, {
  ...openPlace(env),
  log,
  logs: { place: () => batchLogPlace(env), after: 0 },
  signal: stop.signal,
});
// A container is paid for while it lives: what the author's code has left open does not keep it.
process.exit(status);

function printError(thrown: unknown): void {
  const { name, message, stack } = describeError(thrown);
  complain(`${JSON.stringify({ time: new Date().toISOString(), error: name, message, stack })}\n`);
}
