import type { Catcher, Expression, ItemReader, TaskState, Template } from '../language/index.js';
import type { PolicyStatement } from './policy.js';

/** A Task that the strategy leads on from: all but its Next. Its Output is the state data that it got, and more. */
export type OpenTask = TaskState & { readonly Output: Template };

/**
 * What a distributed Map needs to run over a source. The state data of the states around the Map has the field `source` beside `run`,
 * `i` and `f`, so the exit of the foreach says where state data is.
 */
export interface SourceStates {
  /** Before the Map: finds out whether there is anything to read and what it is, and adds `source`. Fails by the service's name. */
  readonly probe: OpenTask;
  /**
   * Stands on the probe, with any Next: where the service has no name for what S3 answered, as for a bucket in another region, the
   * probe fails with words that name the foreach, the place and what may be wrong. It never leads anywhere.
   */
  readonly unreadable: Omit<Catcher, 'Next'>;
  readonly reader: ItemReader;
  /** The ItemSelector of items that go into batches, and the BatchInput that goes with them: what a body of a `range` expects. */
  readonly item: Template;
  readonly batchInput: Template;
  /** Whether there is nothing to read, over state data: a reader that fails has then read all there is. */
  readonly isEmpty: Expression;
  /** Behind the Map, where the source is one file: fails where it is no longer what the probe saw. */
  readonly verify: OpenTask | undefined;
  readonly policies: readonly PolicyStatement[];
}
