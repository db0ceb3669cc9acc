import { deepStrictEqual, strictEqual } from 'node:assert/strict';
import type { Computes } from '@flowmap/asl';
import { RESUME_FIELD } from '@flowmap/graph';
import { inMemory, type InMemoryRun, inMemoryStores } from '../../run/in-memory.js';
import type { Check, Subject } from '../check.js';
import { onEach } from '../check.js';
import { badItem, errorOf, type Shape, valueOf, wide } from '../flows.js';
import { succeeded } from './results.js';

const ITEMS = 20;

/** As many as a quarter of the items: all that may fail, and half of them more than what is then left may be. */
const BAD = [0, 7, 8, 13, 19];

/** A run that resumes another one starts the items that are left, with the tolerance of all, and its results are those of all. */
export function resumedChecks(subject: Subject): readonly Check[] {
  return subject.shapes.flatMap((shape) => [
    ...onEach(`a run that resumes another starts the items of ${shape} that are left`, async (computes) => {
      const run = runner(subject, shape, computes);
      await run('first', BAD);
      const again = await run('second', BAD.slice(0, 2), 'first');
      strictEqual(startedIn(again), BAD.length, 'items were started that are finished, or left out');
      deepStrictEqual(await again.result(), resultOf(BAD.slice(0, 2)));
      const last = await run('third', [], 'second');
      strictEqual(startedIn(last), 2, 'items were started that are finished, or left out');
      deepStrictEqual(await last.result(), resultOf([]));
    }),
    ...onEach(`a run that resumes a finished one starts no item of ${shape}`, async (computes) => {
      const run = runner(subject, shape, computes);
      await run('first', []);
      const again = await run('second', [], 'first');
      strictEqual(startedIn(again), 0, 'items were started that are finished');
      deepStrictEqual(await again.result(), resultOf([]));
    }),
    ...onEach(`a percentage of ${shape} is one of all items, however few are started`, async (computes) => {
      const run = runner(subject, shape, computes);
      await run('first', BAD);
      deepStrictEqual(await (await run('second', BAD, 'first')).result(), resultOf(BAD));
    }),
  ]);
}

function runner(
  { strategy }: Subject,
  shape: Shape,
  computes: Computes,
): (run: string, bad: readonly number[], earlier?: string) => Promise<InMemoryRun> {
  const stores = inMemoryStores();
  return async (run, bad, earlier) => {
    const work = async ({ k }: { readonly k: number }): Promise<void> => {
      if (bad.includes(k)) throw badItem(k);
    };
    const flow = wide(strategy, shape, { tolerate: { percentage: 25 }, work });
    const resumes = earlier === undefined ? {} : { [RESUME_FIELD]: { run: earlier } };
    const ran = await inMemory(flow, { computes }).run({ stores, run, params: { items: ITEMS, ...resumes } });
    succeeded(ran);
    return ran;
  };
}

/** Items whose first step was started, each attempt of it. */
function startedIn({ invocations }: InMemoryRun): number {
  const first = invocations.filter(({ step }) => step === 'each/first');
  return first.reduce((sum, { from, to }) => sum + (from === undefined || to === undefined ? 1 : to - from), 0);
}

function resultOf(bad: readonly number[]): unknown {
  const values = Array.from({ length: ITEMS }, (_, k) =>
    bad.includes(k) ? { ok: false, error: errorOf(k) } : { ok: true, value: valueOf(k) },
  );
  return { count: ITEMS, values };
}
