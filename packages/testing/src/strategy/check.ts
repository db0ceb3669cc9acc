import type { Computes, MapStrategy } from '@flowmap/asl';
import { batch } from '@flowmap/compute-batch';
import { lambda } from '@flowmap/compute-lambda';
import { inMemory, type InMemoryRun } from '../run/in-memory.js';
import { type Shape, wide } from './flows.js';

/** Something that every map strategy keeps, under a name that says what. */
export interface Check {
  readonly name: string;
  /** Whether it is made on each compute that the strategy is for. Default: on the first. */
  readonly onEach?: boolean;
  /** Throws an AssertionError where the strategy breaks it. */
  run(computes: Computes): Promise<void>;
}

/** What a group of checks is about. */
export interface Subject {
  readonly strategy: MapStrategy;
  /** The widest list that is tried, in items. */
  readonly most: number;
  /** The bodies that it is for. */
  readonly shapes: readonly Shape[];
  /** Whether it takes a foreach with `concurrency`. */
  readonly concurrency: boolean;
  /** A run over one list of so many good items; made once for all checks that look at it. */
  readonly wideRun: (shape: Shape, computes: Computes, items: number) => Promise<InMemoryRun>;
}

/** A strategy as the subject of checks. */
export function subjectOf(is: Omit<Subject, 'wideRun'>): Subject {
  const { strategy } = is;
  const runs = new Map<string, Promise<InMemoryRun>>();
  return {
    ...is,
    wideRun(shape, computes, items) {
      const key = `${shape} ${computes.default.kind} ${items}`;
      const known = runs.get(key) ?? inMemory(wide(strategy, shape), { computes }).run({ params: { items } });
      runs.set(key, known);
      return known;
    },
  };
}

/** The two kinds of compute: one answers with facts, the other gives nothing back. The first is the quicker one. */
export const COMPUTES: readonly Computes[] = [{ default: lambda() }, { default: batch({ queue: 'jobs' }) }];

/** How a compute is called in the names of checks. */
export function nameOfCompute({ default: { kind } }: Computes): string {
  return kind === 'lambda' ? 'AWS Lambda' : kind === 'batch' ? 'AWS Batch' : kind;
}

/** A check where the compute makes no difference. */
export function onOne(name: string, run: Check['run']): readonly Check[] {
  return [{ name, run }];
}

/** A check for each compute. */
export function onEach(name: string, run: Check['run']): readonly Check[] {
  return [{ name, run, onEach: true }];
}
