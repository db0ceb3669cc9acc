import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';

/** The whole lines of a history file, and whether there is half a line behind them. */
export function readHistory(file) {
  if (!existsSync(file)) return { events: [], isTorn: false };
  const lines = readFileSync(file, 'utf8').split('\n');
  const isTorn = lines.pop() !== '';
  return { events: lines.map((line) => JSON.parse(line)), isTorn };
}

/**
 * The tasks of the step `step` whose end the events tell, as numbers of items. Throws where the events are not those of
 * one run and its children: ids without gaps, and every end that of a task that was scheduled and had not ended.
 */
export function endedItems(events, step) {
  const executions = new Map();
  const ended = new Set();
  for (const { id, type, execution, previousEventId, details } of events) {
    const known = executions.get(execution) ?? { events: 0, open: new Map(), started: new Map() };
    executions.set(execution, known);
    assert.equal(id, (known.events += 1), `${execution}: event ${id} is out of order`);
    if (type === 'TaskScheduled') known.open.set(id, details.parameters.Payload);
    if (type === 'TaskStarted') known.started.set(id, previousEventId);
    if (type !== 'TaskSucceeded' && type !== 'TaskFailed') continue;
    const scheduled = known.started.get(previousEventId);
    assert.ok(known.open.has(scheduled), `${execution}: event ${id} ends a task that is not under way`);
    const payload = known.open.get(scheduled);
    known.open.delete(scheduled);
    if (type !== 'TaskSucceeded' || payload?.step !== step) continue;
    for (const item of itemsOf(payload)) {
      assert.ok(!ended.has(item), `item ${item} has ended twice`);
      ended.add(item);
    }
  }
  return ended;
}

/** Whether the last of the events ends the run, and every task that was scheduled has ended. */
export function assertComplete(events) {
  const scheduled = events.filter(({ type }) => type === 'TaskScheduled').length;
  const over = events.filter(({ type }) => /^Task(?:Succeeded|Failed)$/.test(type)).length;
  assert.equal(over, scheduled, 'a task has no end');
  assert.equal(events.at(-1).type, 'ExecutionSucceeded');
  assert.equal(events.filter(({ type, mapRun }) => type === 'ExecutionSucceeded' && mapRun === undefined).length, 1);
}

/** A task is for one item, or for a range of them. */
function itemsOf({ i, from, to }) {
  return from === undefined ? [Number(i)] : Array.from({ length: to - from }, (_, k) => from + k);
}
