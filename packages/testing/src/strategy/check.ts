import type { Computes, MapStrategy } from '@flowmap/asl';
import { batch } from '@flowmap/compute-batch';
import { lambda } from '@flowmap/compute-lambda';

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
}

/** The two kinds of compute: one answers with facts, the other gives nothing back. */
export const COMPUTES: readonly { readonly on: string; readonly computes: Computes }[] = [
  { on: 'AWS Lambda', computes: { default: lambda() } },
  { on: 'AWS Batch', computes: { default: batch({ queue: 'jobs' }) } },
];

/** A check for each compute. */
export function onEach(name: string, run: (computes: Computes) => Promise<void>): readonly Check[] {
  return COMPUTES.map(({ on, computes }) => ({ name: `${name}, on ${on}`, run: () => run(computes) }));
}
