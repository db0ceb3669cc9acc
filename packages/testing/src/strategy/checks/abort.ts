import { deepStrictEqual, ok, strictEqual } from 'node:assert/strict';
import type { Computes } from '@flowmap/asl';
import type { HistoryEvent } from '@flowmap/engine';
import type { Answer } from '@flowmap/graph';
import { inMemory } from '../../run/in-memory.js';
import type { Check, Subject } from '../check.js';
import { onEach } from '../check.js';
import { numbers, type Shape, turns, valueOf, wide } from '../flows.js';
import { storedTasks } from '../stored-tasks.js';
import { succeeded } from './results.js';

const ITEMS = 60;

/** Items that have ended when the run is stopped: more than run at once, so that some were to begin yet. */
const ENDED = 25;

/** A run that is stopped in the middle keeps what it has, begins nothing more, and can be gone on with. */
export function abortChecks(subject: Subject): readonly Check[] {
  return subject.shapes.flatMap((shape) =>
    onEach(
      `stopped in the middle, items of ${shape} that had ended are kept, and a redrive runs the others`,
      (computes) => stoppedAndGoneOn(subject, shape, computes),
    ),
  );
}

async function stoppedAndGoneOn({ strategy, concurrency }: Subject, shape: Shape, computes: Computes): Promise<void> {
  const stop = new AbortController();
  const history: HistoryEvent[] = [];
  const underWay: Promise<Answer>[] = [];
  const calls = new Map<number, number>();
  let ended = 0;
  let begunBefore = 0;
  const work = async ({ k }: { readonly k: number }): Promise<void> => {
    calls.set(k, (calls.get(k) ?? 0) + 1);
    await turns((k * 7) % 5);
    ended += 1;
    if (ended !== ENDED) return;
    begunBefore = underWay.length;
    stop.abort();
  };
  const flow = inMemory(wide(strategy, shape, { work, ...(concurrency && { concurrency: 10 }) }), { computes });
  const stopped = await flow.run({
    params: { items: ITEMS },
    signal: stop.signal,
    // Else all of them would be under way at once where a strategy knows no concurrency.
    ...(!concurrency && { workers: 10 }),
    record: (event) => void history.push(event),
    serve(_, run) {
      const answer = run();
      underWay.push(answer);
      return answer;
    },
  });
  // A worker that is told to stop stores what it has.
  await Promise.allSettled(underWay);
  strictEqual(stopped.outcome.status, 'ABORTED');
  strictEqual(underWay.length, begunBefore, 'tasks began after the run was stopped');
  const kept = await keptItems(stopped.stores.objects);
  ok(kept.length > 0 && kept.length < ITEMS, `${kept.length} of ${ITEMS} items are there after the stop`);

  calls.clear();
  const { stores } = stopped;
  const redriven = await flow.run({ params: { items: ITEMS }, stores, past: history });
  succeeded(redriven);
  deepStrictEqual(await redriven.result(), { count: ITEMS, values: numbers(ITEMS).map(valueOf) });
  deepStrictEqual(
    numbers(ITEMS).map((k) => calls.get(k) ?? 0),
    numbers(ITEMS).map((k) => (kept.includes(k) ? 0 : 1)),
    'how often the redrive ran each item',
  );
}

/** The items whose first step has left its result. */
async function keptItems(objects: Parameters<typeof storedTasks>[0]): Promise<readonly number[]> {
  const tasks = await storedTasks(objects, 'wide', 'run-1');
  return tasks.flatMap((address) => (address.startsWith('each/first/') ? [Number(address.split('/')[2])] : []));
}
