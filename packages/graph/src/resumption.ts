import type { NodeId } from './reference.js';

/** The field of an execution's input, beside the parameters, that holds a {@link Resumption}. */
export const RESUME_FIELD = 'flowmap:resume';

/** Which earlier run of the same deployment a run takes finished tasks from. */
export interface Resumption {
  /** The id of the earlier run. */
  readonly run: string;
  /** This node, and all that depends on it, runs again whatever its inputs are. Default: none. */
  readonly from?: NodeId;
}
