import type { Flow } from '@flowmap/flow';
import type { Invocation } from '@flowmap/graph';
import { arrayItem, FlowError, ITEM_FAILED_STATUS } from '@flowmap/graph';
import { addressOf, dispatch } from './dispatch.js';
import type { PlacePorts } from './entry-ports.js';
import { logLine } from './entry-ports.js';
import { ItemFailure, taskFailure } from './errors/task-failure.js';
import { readInvocation } from './invocation.js';
import { processClock } from './process-clock.js';

/** The variables of a container that are read. */
export interface BatchEnvironment {
  /** The invocation, as JSON. */
  readonly FLOWMAP_TASK?: string | undefined;
  /** Set by AWS Batch: 1 for the first attempt. */
  readonly AWS_BATCH_JOB_ATTEMPT?: string | undefined;
  /** Set by AWS Batch for the children of an array job: 0 for the first. */
  readonly AWS_BATCH_JOB_ARRAY_INDEX?: string | undefined;
}

/** What a container adds. */
export interface BatchPorts extends PlacePorts {
  /** Aborts when the container is told to stop (SIGTERM): a range then stores what it has. Default: it never is. */
  readonly signal?: AbortSignal;
}

/**
 * Runs the task that a container of AWS Batch was started for, and gives its exit status: 0, or after it has printed the error 1, and
 * 65 where the item of an array job has failed for good. The service takes no answer from a job, so what the state machine is to know goes to the metadata store alone.
 *
 * @example
 * process.exitCode = await runBatchCommand(flow, process.env, { objects, metadata, deployment: 'flight-delays' });
 */
export async function runBatchCommand(flow: Flow, env: BatchEnvironment, ports: BatchPorts): Promise<number> {
  const clock = ports.clock ?? processClock();
  let task: Invocation | undefined;
  try {
    task = invocationIn(env);
    await dispatch(flow, task, {
      clock,
      log: (line) => console.log(logLine(line)),
      signal: new AbortController().signal,
      ...ports,
      answersLost: true,
    });
    return 0;
  } catch (thrown) {
    const { name, message, stack, data } = taskFailure(thrown).error;
    const whose = task && { address: addressOf(task, ports.deployment), attempt: task.try + 1 };
    console.error(
      JSON.stringify({ time: new Date(clock.now()).toISOString(), ...whose, error: name, message, stack, data }),
    );
    return thrown instanceof ItemFailure ? ITEM_FAILED_STATUS : 1;
  }
}

function invocationIn({
  FLOWMAP_TASK: text,
  AWS_BATCH_JOB_ATTEMPT: attempt,
  AWS_BATCH_JOB_ARRAY_INDEX: position,
}: BatchEnvironment): Invocation {
  if (text === undefined) throw new FlowError('BAD_INVOCATION', 'this is no task: FLOWMAP_TASK is not set');
  const invocation = itemOf(readInvocation(parsed(text)), position);
  // A job that the service tries again by itself knows it; the state machine does not.
  const own = Number(attempt ?? 1) - 1;
  return own > 0 ? { ...invocation, try: invocation.try + own } : invocation;
}

/** What the child of an array job is meant by. A job of one item is no array job, and has no number. */
function itemOf(invocation: Invocation, text: string | undefined): Invocation {
  const { array, from, to } = invocation;
  if (!array || from === undefined || to === undefined) return invocation;
  const position = text === undefined && to - from === 1 ? 0 : Number(text);
  if (Number.isInteger(position) && position >= 0 && position < to - from) return arrayItem(invocation, position);
  const told = text === undefined ? 'is not set' : `is ${text}`;
  throw new FlowError('BAD_INVOCATION', `AWS_BATCH_JOB_ARRAY_INDEX ${told}, for the items ${from} to ${to - 1}`);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    throw new FlowError('BAD_INVOCATION', 'this is no task: FLOWMAP_TASK is no JSON', { cause });
  }
}
