import { deepStrictEqual } from 'node:assert/strict';
import type { Computes } from '@flowmap/asl';
import { forecasted } from '../../forecast/compare-forecast.js';
import type { InMemoryRun } from '../../run/in-memory.js';
import type { Check, Subject } from '../check.js';
import { onOne } from '../check.js';
import { valueOf, wide } from '../flows.js';
import { succeeded } from './results.js';

/** Below and above what one execution has the events for. */
const SIZES = [3_000, 10_000];

/**
 * Lists as long as most are. A strategy may refuse a length: in `check`, where it is told the number of items, or by an error that names
 * the foreach before any item has begun. What it takes on, it does. One shape and one compute: these runs cost seconds.
 */
export function wideListChecks(subject: Subject): readonly Check[] {
  return SIZES.filter((size) => size <= subject.most).flatMap((items) =>
    onOne(`${items} items of one step give their results in item order, or are refused by name`, async (computes) => {
      if (isRefusedByCheck(subject, items, computes)) return;
      const run = await subject.wideRun('one step', computes, items);
      if (!isRefused(run)) await isWhole(run, items);
    }),
  );
}

function isRefusedByCheck({ strategy }: Subject, items: number, computes: Computes): boolean {
  const { diagnostics } = forecasted(wide(strategy, 'one step'), { items: { each: items } }, { computes });
  return diagnostics.some(({ severity, at }) => severity === 'error' && at === 'each');
}

function isRefused({ outcome, invocations }: InMemoryRun): boolean {
  const isBegun = invocations.some(({ step }) => step !== 'start');
  return outcome.status === 'FAILED' && !isBegun && /\beach\b/.test(outcome.cause ?? '');
}

async function isWhole(run: InMemoryRun, items: number): Promise<void> {
  succeeded(run);
  deepStrictEqual(await run.result(), { count: items, values: Array.from({ length: items }, (_, k) => valueOf(k)) });
}
