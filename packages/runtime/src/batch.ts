import type { Flow } from '@flowmap/flow';
import { FlowError } from '@flowmap/graph';
import { dispatch } from './dispatch.js';
import type { PlacePorts } from './entry-ports.js';
import { logLine } from './entry-ports.js';
import { taskFailure } from './errors/task-failure.js';
import { readInvocation } from './invocation.js';
import { processClock } from './process-clock.js';

/** The variables of a container that are read. */
export interface BatchEnvironment {
  /** The invocation, as JSON. */
  readonly FLOWMAP_TASK?: string | undefined;
  /** Set by AWS Batch: 1 for the first attempt. */
  readonly AWS_BATCH_JOB_ATTEMPT?: string | undefined;
}

/** What a container adds. */
export interface BatchPorts extends PlacePorts {
  /** Aborts when the container is told to stop (SIGTERM): a range then stores what it has. Default: it never is. */
  readonly signal?: AbortSignal;
}

/**
 * Runs the task that a container of AWS Batch was started for, and gives its exit status: 0, or 1 after it has printed the error. The
 * service takes no answer from a job, so what the state machine is to know goes to the metadata store alone.
 *
 * @example
 * process.exitCode = await runBatchCommand(flow, process.env, { objects, metadata, deployment: 'flight-delays' });
 */
export async function runBatchCommand(flow: Flow, env: BatchEnvironment, ports: BatchPorts): Promise<number> {
  try {
    await dispatch(flow, invocationIn(env), {
      clock: processClock(),
      log: (line) => console.log(logLine(line)),
      signal: new AbortController().signal,
      ...ports,
      answersLost: true,
    });
    return 0;
  } catch (thrown) {
    const { name, message, stack, data } = taskFailure(thrown).error;
    console.error(JSON.stringify({ error: name, message, stack, data }));
    return 1;
  }
}

function invocationIn({
  FLOWMAP_TASK: text,
  AWS_BATCH_JOB_ATTEMPT: attempt,
}: BatchEnvironment): ReturnType<typeof readInvocation> {
  if (text === undefined) throw new FlowError('BAD_INVOCATION', 'this is no task: FLOWMAP_TASK is not set');
  const invocation = readInvocation(parsed(text));
  // A job that the service tries again by itself knows it; the state machine does not.
  const own = Number(attempt ?? 1) - 1;
  return own > 0 ? { ...invocation, try: invocation.try + own } : invocation;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    throw new FlowError('BAD_INVOCATION', 'this is no task: FLOWMAP_TASK is no JSON', { cause });
  }
}
