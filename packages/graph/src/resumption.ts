import type { NodeId } from './reference.js';

/** The field of an execution's input, beside the parameters, that holds a {@link Resumption}. */
export const RESUME_FIELD = 'flowmap:resume';

/**
 * Begins the index paths in the state data of a run that resumes another one, `r3.12`. Their positions number what is started of each
 * foreach; the worker knows which items these are.
 */
export const RESUMED = 'r';

/** The index path of an item in state data, inside `outer`. */
export function itemPath(outer: string, item: number | string): string {
  return outer === '' || outer === RESUMED ? `${outer}${item}` : `${outer}.${item}`;
}

/** An index path in state data without the mark of a run that resumes another: positions among what is started. */
export function startedIndex(path: string): string {
  return path.startsWith(RESUMED) ? path.slice(RESUMED.length) : path;
}

/** Which earlier run of the same deployment a run takes finished tasks from. */
export interface Resumption {
  /** The id of the earlier run. */
  readonly run: string;
  /** This node, and all that depends on it, runs again whatever its inputs are. Default: none. */
  readonly from?: NodeId;
}
