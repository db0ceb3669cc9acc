import type { HistoryEvent } from '../ports.js';
import { byLine } from './lines.js';

/**
 * What of a failed execution's events still holds when it is redriven: all states that were left, and the entry of those
 * that were not. In a Parallel or an inline Map the branches that had ended well stay, those of earlier attempts go. A Map
 * Run is opened again, and its ARN added to `openAgain`, unless it was its result that failed: then it starts anew.
 */
export function cut(events: readonly HistoryEvent[], openAgain: Set<string>): HistoryEvent[] {
  const dropped = new Set<HistoryEvent>();
  cutLine('', byLine(events), dropped, openAgain);
  return events.filter((event) => !dropped.has(event));
}

function cutLine(
  name: string,
  lines: ReadonlyMap<string, readonly HistoryEvent[]>,
  dropped: Set<HistoryEvent>,
  openAgain: Set<string>,
): void {
  const line = lines.get(name) ?? [];
  const entered = line.findLastIndex(({ type }) => type.endsWith('StateEntered'));
  const left = line.findLastIndex(({ type }) => type.endsWith('StateExited'));
  if (entered < left) {
    // Between two states nothing was under way; what stopped the line may have been recorded.
    drop(
      line.slice(left + 1).filter(({ type }) => type !== 'MapIterationSucceeded'),
      dropped,
    );
    return;
  }
  const open = line.slice(entered + 1);
  if (entered < 0) {
    // An iteration that has only begun keeps its beginning.
    drop(
      open.filter(({ type }) => !KEPT_BEGINNINGS.has(type)),
      dropped,
    );
    return;
  }
  const started = open.findLast(({ type }) => type === 'MapStateStarted' || type === 'ParallelStateStarted');
  const kept = started === undefined ? [] : stillOpen(open.slice(open.indexOf(started)), openAgain);
  drop(
    open.filter((event) => !kept.includes(event)),
    dropped,
  );
  for (const attempt of open) {
    if (attempt.type !== 'MapStateStarted' && attempt.type !== 'ParallelStateStarted') continue;
    for (const inner of innerLines(attempt.id, lines)) {
      if (attempt === kept[0]) cutLine(inner, lines, dropped, openAgain);
      else dropAll(inner, lines, dropped);
    }
  }
}

const KEPT_BEGINNINGS: ReadonlySet<string> = new Set(['ExecutionStarted', 'MapIterationStarted']);

/** Of a Map's or Parallel's last attempt, the events that hold. */
function stillOpen(attempt: readonly HistoryEvent[], openAgain: Set<string>): readonly HistoryEvent[] {
  const [started] = attempt;
  if (started === undefined) return [];
  const run = attempt.find(({ type }) => type === 'MapRunStarted');
  if (run === undefined) return [started];
  // The run ended well and its result could not be taken: no redrive of it helps.
  if (attempt.some(({ type }) => type === 'MapRunSucceeded')) return [];
  openAgain.add((run.details as { readonly mapRunArn: string }).mapRunArn);
  return attempt.filter(({ type }) => !/^Map(Run|State)(Failed|Aborted)$/.test(type));
}

/** Lines that were forked at an event. */
function* innerLines(started: number, lines: ReadonlyMap<string, unknown>): Generator<string> {
  for (const key of lines.keys()) if (key.startsWith(`${started}.`)) yield key;
}

function dropAll(name: string, lines: ReadonlyMap<string, readonly HistoryEvent[]>, dropped: Set<HistoryEvent>): void {
  const line = lines.get(name) ?? [];
  drop(line, dropped);
  for (const { id, type } of line) {
    if (!type.endsWith('StateStarted')) continue;
    for (const inner of innerLines(id, lines)) dropAll(inner, lines, dropped);
  }
}

function drop(events: readonly HistoryEvent[], dropped: Set<HistoryEvent>): void {
  for (const event of events) dropped.add(event);
}
