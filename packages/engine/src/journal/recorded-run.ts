import type { Json } from '@flowmap/asl/language';
import type { HistoryEvent, Outcome } from '../ports.js';
import { cut } from './cut.js';
import { PastError } from './past-error.js';

/** What was recorded of one execution. */
export interface RecordedExecution {
  readonly arn: string;
  readonly input: Json;
  /** Milliseconds since the epoch, of its first event. */
  readonly started: number;
  /** The newest event: its id, and when it was recorded. */
  lastId: number;
  lastAt: number;
  /** How it ended; undefined while it had not, and again from a redrive on. */
  outcome: Outcome | undefined;
  /** Redrives so far, and the time of the last. */
  redrives: number;
  redrivenAt: number | undefined;
  /** What happens again when it goes on. Empty for one that has succeeded. */
  events: HistoryEvent[];
  /** ARNs of the Map Runs that a redrive has opened again, and that have not said so yet. */
  readonly openAgain: Set<string>;
  /** Of a child that did not end well: whether its Map Run was redriven since, so that it is to run again. */
  isAwaited: boolean;
}

/** The executions of a recorded run: the root, and the children of its Map Runs. */
export interface RecordedRun {
  /** Undefined where nothing was recorded. */
  readonly root: RecordedExecution | undefined;
  /** The child that ran an item of a Map Run, by the item's number; the newest where there were several. */
  child(mapRun: string, item: number): RecordedExecution | undefined;
  /** A Map Run is redriven: those of its children that have not ended well are to run again. */
  redriveMapRun(mapRun: string): void;
}

/**
 * Reads a recorded history, of a root and all its children, in the order in which it was recorded. Of children that have
 * succeeded only the outcome is kept. Throws PastError where an event does not follow from those before it.
 */
export async function readRecordedRun(
  events: Iterable<HistoryEvent> | AsyncIterable<HistoryEvent>,
): Promise<RecordedRun> {
  const executions = new Map<string, RecordedExecution>();
  const children = new Map<string, RecordedExecution[]>();
  let root: RecordedExecution | undefined;
  const redriveMapRun = (mapRun: string): void =>
    children.get(mapRun)?.forEach((child) => void (child.isAwaited = isUnsuccessful(child)));
  for await (const event of events) {
    const known = executions.get(event.execution);
    if (known !== undefined) {
      follow(known, event, redriveMapRun);
      if (known !== root && known.outcome?.status === 'SUCCEEDED') executions.delete(event.execution);
      continue;
    }
    const begun = begin(event);
    executions.set(event.execution, begun);
    if (event.mapRun === undefined) {
      if (root !== undefined) throw new PastError(`The history is of two executions: ${root.arn} and ${begun.arn}`);
      root = begun;
    } else {
      const siblings = children.get(event.mapRun) ?? [];
      siblings[event.item ?? 0] = begun;
      children.set(event.mapRun, siblings);
    }
  }
  return { root, child: (mapRun, item) => children.get(mapRun)?.[item], redriveMapRun };
}

/** Whether a recorded execution has ended and not well: only such a one can be redriven. */
export function isUnsuccessful({ outcome }: RecordedExecution): boolean {
  return outcome !== undefined && outcome.status !== 'SUCCEEDED';
}

/** Opens a failed execution again, as a redrive does. */
export function openAgain(recorded: RecordedExecution): void {
  recorded.outcome = undefined;
  recorded.isAwaited = false;
  recorded.events = cut(recorded.events, recorded.openAgain);
}

function begin(event: HistoryEvent): RecordedExecution {
  if (event.id !== 1 || event.type !== 'ExecutionStarted') {
    throw new PastError(`The history of ${event.execution} begins with event ${event.id}, ${event.type}`);
  }
  const { input = null } = detailsOf(event);
  return {
    arn: event.execution,
    input,
    started: event.timestamp,
    lastId: 1,
    lastAt: event.timestamp,
    outcome: undefined,
    redrives: 0,
    redrivenAt: undefined,
    events: [event],
    openAgain: new Set(),
    isAwaited: false,
  };
}

function follow(recorded: RecordedExecution, event: HistoryEvent, redriveMapRun: (mapRun: string) => void): void {
  if (event.id !== recorded.lastId + 1) {
    throw new PastError(`In the history of ${recorded.arn} event ${event.id} follows event ${recorded.lastId}`);
  }
  recorded.lastId = event.id;
  recorded.lastAt = event.timestamp;
  const outcome = outcomeOf(event);
  if (outcome !== undefined) {
    recorded.outcome = outcome;
    if (outcome.status === 'SUCCEEDED') recorded.events = [];
  } else if (event.type === 'ExecutionRedriven') {
    openAgain(recorded);
    recorded.redrives += 1;
    recorded.redrivenAt = event.timestamp;
  } else {
    if (event.type === 'MapRunRedriven') {
      const { mapRunArn } = event.details as { readonly mapRunArn: string };
      recorded.openAgain.delete(mapRunArn);
      redriveMapRun(mapRunArn);
    }
    recorded.events.push(event);
  }
}

/** How the event ends its execution; undefined where it does not. */
function outcomeOf(event: HistoryEvent): Outcome | undefined {
  const { output = null, error, cause } = detailsOf(event);
  const why = {
    ...(typeof error === 'string' ? { error } : {}),
    ...(typeof cause === 'string' ? { cause } : {}),
  };
  switch (event.type) {
    case 'ExecutionSucceeded':
      return { status: 'SUCCEEDED', output };
    case 'ExecutionFailed':
      return { status: 'FAILED', ...why };
    case 'ExecutionTimedOut':
      return { status: 'TIMED_OUT', ...why };
    case 'ExecutionAborted':
      return { status: 'ABORTED', ...why };
    default:
      return undefined;
  }
}

function detailsOf(event: HistoryEvent): Readonly<Record<string, Json | undefined>> {
  return (event.details ?? {}) as Readonly<Record<string, Json>>;
}
