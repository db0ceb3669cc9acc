import type { Computes, MapStrategy } from '@flowmap/asl';
import { batch } from '@flowmap/compute-batch';
import { lambda } from '@flowmap/compute-lambda';
import { inMemory, type InMemoryRun } from '../run/in-memory.js';
import { type Shape, wide } from './flows.js';

/** Something that every map strategy keeps, under a name that says what. */
export interface Check {
  readonly name: string;
  /** Throws an AssertionError where the strategy breaks it. */
  run(): Promise<void>;
}

/** What a group of checks is about. */
export interface Subject {
  readonly strategy: MapStrategy;
  /** The widest list that is tried, in items. */
  readonly most: number;
  /** A run over one list of so many good items; made once for all checks that look at it. */
  readonly wideRun: (shape: Shape, computes: Computes, items: number) => Promise<InMemoryRun>;
}

/** A strategy as the subject of checks. */
export function subjectOf(strategy: MapStrategy, most: number): Subject {
  const runs = new Map<string, Promise<InMemoryRun>>();
  return {
    strategy,
    most,
    wideRun(shape, computes, items) {
      const key = `${shape} ${computes.default.kind} ${items}`;
      const known = runs.get(key) ?? inMemory(wide(strategy, shape), { computes }).run({ params: { items } });
      runs.set(key, known);
      return known;
    },
  };
}

const ANSWERING: Computes = { default: lambda() };

/** The two kinds of compute: one answers with facts, the other gives nothing back. */
const COMPUTES: readonly { readonly on: string; readonly computes: Computes }[] = [
  { on: 'AWS Lambda', computes: ANSWERING },
  { on: 'AWS Batch', computes: { default: batch({ queue: 'jobs' }) } },
];

/** A check where the compute makes no difference: on the quicker one. */
export function onOne(name: string, run: (computes: Computes) => Promise<void>): readonly Check[] {
  return [{ name, run: () => run(ANSWERING) }];
}

/** A check for each compute. */
export function onEach(name: string, run: (computes: Computes) => Promise<void>): readonly Check[] {
  return COMPUTES.map(({ on, computes }) => ({ name: `${name}, on ${on}`, run: () => run(computes) }));
}
