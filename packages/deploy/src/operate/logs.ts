import { FilterLogEventsCommand, type FilterLogEventsResponse } from '@aws-sdk/client-cloudwatch-logs';
import { FlowError } from '@flowmap/graph';
import type { LogSelection, TaskLogLine } from '@flowmap/store';
import { faulted, isNamed } from '../aws/fault.js';
import { logGroupOf } from '../model/names.js';
import { hasEnded } from './await-end.js';
import { describeRun } from './describe-run.js';
import { addressPattern } from './log-pattern.js';
import type { OperatePorts } from './ports.js';
import type { RunRef } from './run-ref.js';

/** Which lines. */
export interface LogOptions extends LogSelection {
  /** Whether to wait for more until the run has ended. */
  readonly follow?: boolean | undefined;
  /** Ends the following. */
  readonly signal?: AbortSignal;
}

/** Milliseconds between two looks. The service takes some five a second of the whole account. */
const PAUSE = 2_000;

/** Milliseconds by which a line may come late: so far each look goes back, and so long it goes on behind the end of a run. */
const LATE = 10_000;

/**
 * The lines that the tasks of a run logged, in the order of their times. Throws `NO_LOGS` where the flow has no log group, `NO_SUCH_RUN`,
 * `NO_SUCH_FLOW` and the errors `AWS_...`.
 */
export async function* readLogs(
  ports: OperatePorts,
  ref: RunRef,
  { step, since, follow = false, signal }: LogOptions = {},
): AsyncGenerator<TaskLogLine> {
  const filterPattern = addressPattern(ref, step);
  const run = await describeRun(ports, ref);
  let from = since?.getTime() ?? Date.parse(run.started);
  /** Ids of lines that were given, with their times: a look goes back a little. */
  const given = new Map<string, number>();
  let looksLeft = follow ? Infinity : 1;
  while (looksLeft > 0) {
    let newest = from;
    for await (const { id, at, line } of look(ports, ref, filterPattern, from)) {
      newest = Math.max(newest, at);
      if (given.has(id)) continue;
      given.set(id, at);
      yield line;
    }
    looksLeft -= 1;
    if (looksLeft === 0 || isAborted(signal)) return;
    from = Math.max(from, newest - LATE);
    for (const [id, at] of given) if (at < from) given.delete(id);
    if (looksLeft === Infinity && hasEnded(await describeRun(ports, ref))) looksLeft = Math.ceil(LATE / PAUSE);
    await ports.site.wait(PAUSE);
    if (isAborted(signal)) return;
  }
}

interface Found {
  readonly id: string;
  readonly at: number;
  readonly line: TaskLogLine;
}

async function* look(
  { site }: OperatePorts,
  ref: RunRef,
  filterPattern: string,
  startTime: number,
): AsyncGenerator<Found> {
  const logGroupName = logGroupOf(ref.deployment);
  let nextToken: string | undefined;
  do {
    const ask = new FilterLogEventsCommand({
      logGroupName,
      filterPattern,
      startTime,
      ...(nextToken !== undefined && { nextToken }),
    });
    const page: FilterLogEventsResponse = await faulted(async () => {
      try {
        return await site.aws.logs.send(ask);
      } catch (error) {
        if (isNamed(error, 'ResourceNotFoundException')) throw noLogs(ref, logGroupName);
        throw error;
      }
    });
    for (const { eventId = '', timestamp = 0, message = '' } of page.events ?? []) {
      const line = lineOf(message);
      if (line) yield { id: eventId, at: timestamp, line };
    }
    ({ nextToken } = page);
  } while (nextToken !== undefined);
}

/** A line of ours; a service may have put words of its own before it. */
function lineOf(text: string): TaskLogLine | undefined {
  try {
    const { time, address, attempt, message, level } = JSON.parse(text.slice(text.indexOf('{'))) as TaskLogLine;
    if (typeof address !== 'string') return undefined;
    return { time, address, attempt, message, ...(level !== undefined && { level }) };
  } catch {
    return undefined;
  }
}

function noLogs({ deployment }: RunRef, group: string): FlowError {
  return new FlowError('NO_LOGS', `${deployment} has no log group ${group}.`, {
    hint: 'Deploy the flow again: that makes the group.',
  });
}

/** Asked anew each time: it changes while others work. */
function isAborted(signal: AbortSignal | undefined): boolean {
  return signal?.aborted ?? false;
}
