import type { Json } from '@flowmap/asl/language';
import type { StateFailure } from './failure.js';

/** What stands in for the rest of an execution where one state is tried on its own, as TestState does. */
export interface Trial {
  /** The context object; the item of a Map is put into it. */
  readonly context: { readonly [key: string]: Json };
  /** Gives the result of a Map or Parallel in place of its iterations or branches, or throws its StateFailure. */
  result(): Json;
  /** Is told of a failure before any retrier or catcher is; what it throws ends the trial. */
  failed(failure: StateFailure): void;
}
