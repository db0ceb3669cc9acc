import type { Answer, ForeachNode } from '@flowmap/graph';
import { batchAddress, FlowError, invariant, locate } from '@flowmap/graph';
import type { StoredError, StoredOutcome } from '@flowmap/store';
import { TaskFailure, taskFailure } from '../errors/task-failure.js';
import type { TaskPorts } from '../ports.js';
import { noteFailure } from '../read/failure-note.js';
import { concurrencyIn } from '../read/setting.js';
import { earlierItems } from '../reuse/earlier-items.js';
import type { InputsDigest } from '../reuse/inputs-digest.js';
import type { ItemRange } from '../read/batches.js';
import { rangeFactsAddress } from '../resumed/facts-address.js';
import { sizeOf } from '../resumed/ranges.js';
import type { RunScope } from '../run-scope.js';
import { publish } from '../task/publish.js';
import { crew } from './crew.js';
import type { Halt } from './halt.js';
import { watchOver } from './halt.js';
import type { Ledger, Part } from './ledger.js';
import { rangeLedger } from './ledger.js';
import type { Parts } from './parts.js';
import { partsOf } from './parts.js';
import { pendingItems } from './pending-items.js';
import type { RangeItem, RangeTask } from './run-item.js';
import { runItem } from './run-item.js';

/** Items of a range that run at once where nobody says otherwise. */
const WIDTH = 16;

/** What may be lost when a worker is killed: so many characters of results, or so many milliseconds of work. */
const UNSAVED = 4 * 1024 * 1024;
const UNSAVED_MILLISECONDS = 60_000;

/**
 * Runs the items of a range. Their outcomes are stored as one pack, which is its only commit, or as one for each stretch of neighbours
 * where a resumed run leaves some items out; what an attempt that does not come
 * so far has finished, it leaves as parts, with which the next one begins. Without `tolerate` the first failed item ends the
 * range; with it, failed items are outcomes, and the answer says how many there are.
 */
export async function runRange(scope: RunScope, task: RangeTask, ports: TaskPorts): Promise<Answer> {
  const { foreachs } = locate(scope.index, task.step.id);
  const foreach = foreachs.at(-1);
  invariant(foreach, `${task.step.id} is asked for a range and lies in no foreach`);
  const packs = packsOf(scope, task);
  const ledger = rangeLedger(task.ranges);
  const earlier = await Promise.all(packs.map(async (pack) => ({ ...pack, outcomes: await pack.read() })));
  for (const { from, outcomes } of earlier) outcomes?.forEach((outcome, at) => ledger.fill(from + at, outcome));
  const all = ledger.complete();
  if (all) return answer(scope, foreach, task, all, ports);

  const parts = partsOf(scope, task);
  for await (const part of parts.load()) {
    part.outcomes.forEach((outcome, at) => ledger.fill(part.from + at, outcome));
  }
  const halt = await work(scope, foreach, task, { ledger, parts }, ports);
  const outcomes = ledger.complete();
  if (!outcomes) {
    await parts.save(ledger.takeUnsaved());
    throw await ending(scope, task, packs.at(-1)?.address ?? '', halt);
  }
  const committed: Part[] = [];
  // In order: whoever finds the last one finds them all.
  for (const [at, { from, outcomes: own }] of outcomes.entries()) {
    committed.push({ from, outcomes: (await packs[at]?.commit(own)) ?? own });
  }
  await parts.clear();
  return answer(scope, foreach, task, committed, ports);
}

/** What a range leaves when it has ended: a pack for each stretch of neighbours. */
interface RangePack extends ItemRange {
  readonly address: string;
  read(): Promise<readonly StoredOutcome[] | undefined>;
  /** Gives what was committed, by this attempt or another. */
  commit(outcomes: readonly StoredOutcome[]): Promise<readonly StoredOutcome[] | undefined>;
}

function packsOf(scope: RunScope, { step, index, ranges }: RangeTask): readonly RangePack[] {
  const { artifacts, deployment, run } = scope;
  return ranges.map(({ from, to }) => {
    const address = batchAddress({ deployment, run, node: step.id, index }, from, to);
    return {
      from,
      to,
      address,
      read: () => artifacts.pack(address),
      commit: async (outcomes) =>
        (await artifacts.putPack(address, outcomes)) === 'written' ? outcomes : artifacts.pack(address),
    };
  });
}

/** Runs what has no outcome yet. Answers with the reason why it stopped, if it did. */
async function work(
  scope: RunScope,
  foreach: ForeachNode,
  task: RangeTask,
  { ledger, parts }: { readonly ledger: Ledger; readonly parts: Parts },
  ports: TaskPorts,
): Promise<Halt | undefined> {
  const atOnce = await concurrencyIn(scope, foreach);
  const gaps = ledger.gaps();
  const [first, last] = [gaps[0], gaps.at(-1)];
  const earlier = first && last && (await earlierItems(scope, { ...task, from: first.from, to: last.to }, foreach.id));
  const watch = watchOver(ports, task.by);
  const begun = ports.clock.now();
  const running = new Set<number>();
  let saved = begun;
  const runOne = async (item: RangeItem): Promise<void> => {
    running.add(item.position);
    const inputs = digestIn(item);
    const outcome =
      (inputs && (await earlier?.take(item.position, inputs))) ??
      (await runItem(scope, task, item, { ports, signal: watch.signal, digest: inputs?.digest }));
    running.delete(item.position);
    if (!outcome.ok && !foreach.tolerate) {
      watch.stop({ why: 'failed', error: outcome.error });
      return;
    }
    ledger.enter(item.position, outcome);
    if (ledger.unsaved < UNSAVED && ports.clock.now() - saved < UNSAVED_MILLISECONDS) return;
    saved = ports.clock.now();
    await parts.save(ledger.takeUnsaved());
  };
  const width = Math.min(ports.concurrency ?? WIDTH, atOnce, sizeOf(task.ranges));
  const items = pendingItems(scope, foreach, task, gaps, ports);
  const done = crew(items, width, () => watch.halt === undefined, runOne);
  try {
    await Promise.race([done, givenUp(watch.signal)]);
  } catch (error) {
    watch.stop({ why: 'broken', error });
  } finally {
    watch.close();
  }
  if (watch.halt?.why === 'over') return outOfTime(foreach, ledger);
  // Nothing ended although the items had all the time that there is: asking again would give the same.
  if (watch.halt?.why === 'deadline' && ledger.entered === 0 && running.size > 0) {
    return tooSlow(foreach, ledger, running, ports.clock.now() - begun);
  }
  return watch.halt;
}

/** Undefined for an item that is not what its source says, which is its own failure when it runs. */
function digestIn(item: RangeItem): InputsDigest | undefined {
  try {
    return item.digest();
  } catch {
    return undefined;
  }
}

/** Resolves when nobody waits any longer for what is under way. */
function givenUp(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

function tooSlow(foreach: ForeachNode, ledger: Ledger, running: ReadonlySet<number>, milliseconds: number): Halt {
  const seconds = Math.round(milliseconds / 1000);
  const error: StoredError = {
    name: 'States.Timeout',
    message: `no item ended within the ${seconds} s that a worker has: run the step where it has longer`,
  };
  if (!foreach.tolerate) return { why: 'failed', error };
  for (const position of running) ledger.enter(position, { ok: false, error });
  return { why: 'deadline' };
}

/** Nobody will ask for the rest: it has failed. */
function outOfTime(foreach: ForeachNode, ledger: Ledger): Halt {
  const error: StoredError = {
    name: 'States.Timeout',
    message: 'not ended when the time of the child execution was up: use smaller batches, or STANDARD children',
  };
  if (!foreach.tolerate) return { why: 'failed', error };
  for (const { from, to } of ledger.gaps()) {
    for (let position = from; position < to; position++) ledger.enter(position, { ok: false, error });
  }
  return { why: 'over' };
}

/** What an attempt throws that has not come to its end. */
async function ending(scope: RunScope, task: RangeTask, address: string, halt: Halt | undefined): Promise<TaskFailure> {
  if (!halt) {
    return taskFailure(new FlowError('ITEM_MISSING', `the list of items ends within the range of ${address}`));
  }
  if (halt.why === 'broken') return taskFailure(halt.error);
  invariant(halt.why !== 'over', `${address} has no outcome for some items although its time is up`);
  if (halt.why === 'deadline') {
    const message = `${address}: out of time; what is finished is stored, and asking again goes on from there`;
    return new TaskFailure({ name: 'Flowmap.Continue', message });
  }
  await noteFailure(scope, { node: task.step.id, index: task.index, address }, halt.error);
  return new TaskFailure(halt.error);
}

async function answer(
  scope: RunScope,
  foreach: ForeachNode,
  { step, index, from, to }: RangeTask,
  parts: readonly Part[],
  ports: TaskPorts,
): Promise<Answer> {
  const failed = parts.reduce((sum, { outcomes }) => sum + outcomes.filter(({ ok }) => !ok).length, 0);
  if (failed > 0 && foreach.tolerate && ports.answersLost) {
    await publish(rangeFactsAddress(scope, step.id, { index, from, to }), scope.run, { failed }, ports);
  }
  return { failed };
}
