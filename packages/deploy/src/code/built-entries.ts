import type { Entries } from './bundle-entries.js';

/** What the build of this package made once for all who install it. */
export interface Built {
  readonly entries: Entries;
  /** The version of the package. */
  readonly version: string;
}

/** Undefined in the source: the build writes what it made in the place of this file. */
export const built: Built | undefined = undefined as Built | undefined;
