import type { JsonObject } from '@flowmap/graph';

/** How a distributed map becomes states. What the foreach means (tolerance, concurrency) stands on the foreach. */
export interface DistributedOptions {
  /**
   * Items of one child execution, at least 1. Default 1. It grows by itself where the list is longer than 40,000 batches.
   * A body of one step runs its batch in the worker; any other body runs it through an inner inline Map.
   */
  readonly batch?: number;
  /**
   * Executions of the children. STANDARD (default): any body, up to a year each. EXPRESS: no transition for the states in them and
   * ten times as many starts a second, but everything in a child ends within 5 minutes, and nothing in it may wait for a job or a
   * token, or be a distributed Map.
   */
  readonly children?: 'STANDARD' | 'EXPRESS';
  /** The Map's Label: part of ARNs and metrics. At most 40 characters. Default: made of the foreach's name. */
  readonly label?: string;
}

/** Options with the defaults applied, as the graph keeps them. */
export interface Settings extends JsonObject {
  readonly batch: number;
  readonly children: 'STANDARD' | 'EXPRESS';
  readonly label: string | null;
}

/** Applies the defaults. */
export function settings({ batch = 1, children = 'STANDARD', label }: DistributedOptions): Settings {
  return { batch, children, label: label ?? null };
}
