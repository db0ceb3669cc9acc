import type { Json } from '@flowmap/asl/language';
import type { Child } from './child-record.js';

/** Where the results of a Map Run go. What a method throws fails the Map Run. */
export interface Results {
  /** Before the first child starts. */
  begin(): Promise<void>;
  /** A child that has ended; `index` is its place among the children. */
  add(index: number, child: Child): void | Promise<void>;
  /** Whether children of every end are part of it, also those that were never started. */
  readonly takesAll: boolean;
  /** A child that was never started, because the Map Run failed. */
  addPending(child: Child): void | Promise<void>;
  /** When the last child has ended, however the Map Run did. */
  end(): Promise<void>;
  /** The result of the map; undefined when it is too large. */
  result(): Json | undefined;
}
