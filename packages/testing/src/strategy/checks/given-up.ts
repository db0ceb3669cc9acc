import { deepStrictEqual } from 'node:assert/strict';
import { AsyncLocalStorage } from 'node:async_hooks';
import type { Computes } from '@flowmap/asl';
import { inMemory, type InMemoryRunOptions } from '../../run/in-memory.js';
import { testTarget } from '../../run/test-target.js';
import type { Check, Subject } from '../check.js';
import { onEach, onOne } from '../check.js';
import { numbers, type Shape } from '../flows.js';
import { persistent, type Signed } from '../persistent.js';
import { storedTasks } from '../stored-tasks.js';
import { succeeded } from './results.js';

const ITEMS = 20;

/** Two attempts of one task: the one that was given up and goes on all the same, and its successor. */
const BOTH = ['the one that was given up', 'its successor'] as const;
type Attempt = (typeof BOTH)[number];

/** How the first attempt of each task is given up. */
type Way = 'its worker was taken for dead' | 'its state timed out';

/**
 * The first attempt of every task is given up, and goes on to its end. Whichever of the two commits first, it leaves the one
 * result that all read.
 */
export function givenUpChecks(subject: Subject): readonly Check[] {
  const { shapes } = subject;
  const check = (shape: Shape, way: Way) => async (computes: Computes) => {
    for (const first of BOTH) await oneResult(subject, { shape, way, first, computes });
  };
  const name = (shape: Shape, way: Way): string =>
    `an attempt of ${shape} that goes on after ${way} leaves no second result`;
  return [
    ...shapes.flatMap((shape) =>
      onEach(name(shape, 'its worker was taken for dead'), check(shape, 'its worker was taken for dead')),
    ),
    // In a range it is the worker that counts the time of each item, so no attempt of it is left behind.
    ...(shapes.includes('several steps')
      ? onOne(name('several steps', 'its state timed out'), check('several steps', 'its state timed out'))
      : []),
  ];
}

interface Case {
  readonly shape: Shape;
  readonly way: Way;
  /** The attempt that commits first. */
  readonly first: Attempt;
  readonly computes: Computes;
}

async function oneResult({ strategy }: Subject, { shape, way, first, computes }: Case): Promise<void> {
  const attempts = twoAttempts(first, way === 'its state timed out' ? 'times out' : crashOf(computes));
  let read: readonly Signed[] = [];
  const flow = persistent(strategy, shape, {
    sign: () => attempts.sign(),
    read: (all) => void (read = all),
    ...(way === 'its state timed out' && { timeout: '1m' }),
  });
  const run = await inMemory(flow, { computes }).run({ params: { items: ITEMS }, serve: attempts.serve });
  await attempts.end();
  succeeded(run);
  const signed = numbers(ITEMS).map((k): Signed => ({ k, by: first }));
  deepStrictEqual(read, signed, 'what the join read');
  deepStrictEqual(await run.result(), signed, 'what is there after the last attempt has ended');
  deepStrictEqual(attempts.calls(), { [BOTH[0]]: ITEMS, [BOTH[1]]: ITEMS });
  const steps = shape === 'one step' ? ['first'] : ['first', 'last'];
  deepStrictEqual(
    await storedTasks(run.stores.objects, 'persistent', 'run-1'),
    [...steps.flatMap((step) => numbers(ITEMS).map((k) => `each/${step}/${k}`)), 'join', 'start'].sort(),
  );
}

/** The error by which the state machine learns that a worker died; undefined where the service starts the task again by itself. */
function crashOf({ default: compute }: Computes): string | undefined {
  const step = { kind: 'step', id: 'any', in: {} } as const;
  return compute.task({ step, fields: {}, range: true }, testTarget('any')).crashes?.[0];
}

/** Runs each task of an item's first step twice, and lets one of the two commit before the other. */
function twoAttempts(first: Attempt, error: string | undefined) {
  /** What the code of an item does first, by the attempt that it runs in. */
  const running = new AsyncLocalStorage<{ readonly attempt: Attempt; readonly wait: () => Promise<unknown> }>();
  const calls: { [attempt: string]: number } = {};
  const earlier = new Map<string, { readonly begun: Gate; readonly ended: Promise<unknown> }>();
  const over = gate();
  const never = new AbortController().signal;

  const serve: InMemoryRunOptions['serve'] = async ({ step, i, from }, work) => {
    if (step !== 'each/first') return work();
    const task = `${i}/${from}`;
    const known = earlier.get(task);
    const begun = known?.begun ?? gate();
    if (!known) {
      const wait = () => (first === 'its successor' ? over.opened : begun.opened);
      const ended = running.run({ attempt: 'the one that was given up', wait }, () => work(never));
      earlier.set(task, { begun, ended });
      if (error === 'times out') return ended;
      if (error !== undefined) throw Object.assign(new Error('its worker was taken for dead'), { name: error });
    }
    const wait = async () => {
      begun.open();
      if (first !== 'its successor') await earlier.get(task)?.ended;
    };
    return running.run({ attempt: 'its successor', wait }, () => work());
  };

  return {
    serve,
    async sign(): Promise<string> {
      const { attempt = 'no attempt', wait } = running.getStore() ?? {};
      calls[attempt] = (calls[attempt] ?? 0) + 1;
      await wait?.();
      return attempt;
    },
    /** How often each attempt has called an item's code. */
    calls: () => calls,
    /** Lets all attempts come to their end. */
    async end(): Promise<void> {
      over.open();
      // Those of a run that has failed wait for successors that never come.
      for (const { begun } of earlier.values()) begun.open();
      await Promise.allSettled([...earlier.values()].map(({ ended }) => ended));
      running.disable();
    },
  };
}

interface Gate {
  open(): void;
  readonly opened: Promise<void>;
}

function gate(): Gate {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => void (open = resolve));
  return { open, opened };
}
