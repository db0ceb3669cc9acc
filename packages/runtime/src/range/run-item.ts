import type { AnyContext, StepFunction, Values } from '@flowmap/flow';
import type { GivenItems, StepNode } from '@flowmap/graph';
import { isFlowError, itemIndex } from '@flowmap/graph';
import type { StoredError, StoredOutcome, StoredValue } from '@flowmap/store';
import { isListSourceError } from '@flowmap/store';
import { describeError } from '../errors/describe-error.js';
import { TaskFailure } from '../errors/task-failure.js';
import type { TaskPorts } from '../ports.js';
import type { RunScope } from '../run-scope.js';
import { runCode } from '../task/call-step.js';
import type { InputsDigest } from '../reuse/inputs-digest.js';
import type { Call } from '../task/context.js';
import { contextOf } from '../task/context.js';
import type { ItemRange } from '../read/batches.js';
import { sizeOf } from '../resumed/ranges.js';
import { delayAfter, isWorthAnother } from './retry.js';
import { withTimeLimit } from './time-limit.js';

/** What every item of a range has in common. */
export interface RangeTask {
  readonly step: StepNode;
  /** The index path around the foreach. */
  readonly index: string;
  /** The items [from, to). */
  readonly from: number;
  readonly to: number;
  /** Which of these it runs, in order: all of them, unless the run resumes another one. */
  readonly ranges: readonly ItemRange[];
  /** When the range must have been answered for, in milliseconds since the epoch. Absent: it may be asked for again. */
  readonly by?: number;
  readonly code: StepFunction;
  /** The items themselves, where they came with the invocation. */
  readonly given?: GivenItems;
  /** The code of the step's catch handler. */
  readonly handler?: StepFunction;
}

/** An item that is to run. */
export interface RangeItem {
  readonly position: number;
  /** The declared inputs. Throws where the item is not what its source says: that is the item's own failure. */
  readonly inputs: () => Values;
  readonly params: Values;
  readonly env: AnyContext['env'];
  /** The digest of what the code is given: to be asked for before the code runs. Throws as `inputs` does. */
  readonly digest: () => InputsDigest;
}

/**
 * Runs one item of a range as the state machine would: with the step's attempts and their waits, its time limit and its catch
 * handler. What goes wrong with the item is its outcome. What goes wrong with the stores is thrown, as is the reason of the
 * signal when that aborts. `digest` is kept with the output of the step itself.
 */
export async function runItem(
  scope: RunScope,
  { step, index, code, handler, ranges }: RangeTask,
  { position, inputs, params, env }: RangeItem,
  {
    ports,
    signal,
    digest,
  }: { readonly ports: TaskPorts; readonly signal: AbortSignal; readonly digest?: string | undefined },
): Promise<StoredOutcome> {
  const at = itemIndex(index, position);
  const inline = Math.min(LARGEST_INLINE, Math.floor(PACK_BYTES / sizeOf(ranges)));
  const once = async (run: StepFunction, node: string, call: Pick<Call, 'attempt' | 'error'>): Promise<StoredValue> => {
    const limit = call.error ? undefined : step.timeoutSeconds;
    return withTimeLimit(limit, { clock: ports.clock, signal }, async (own) => {
      const whole: Call = { ...call, in: inputs(), params, env, address: scope.address(node, at), signal: own };
      const value = await runCode(run, contextOf(whole, ports));
      // Within the limit, since a list is read only now.
      return store(scope, value, `${node}.out`, inline);
    });
  };

  let error: StoredError;
  for (let attempt = 1; ; attempt++) {
    try {
      const value = await once(code, step.id, { attempt });
      return { ok: true, value, ...(digest !== undefined && { inputs: digest }) };
    } catch (thrown) {
      error = errorOfItem(thrown, signal);
    }
    const { retry } = step;
    if (!retry || !isWorthAnother(retry, attempt, error.name)) break;
    await ports.clock.wait(delayAfter(retry, attempt), signal);
  }
  if (!handler || !step.catch) return { ok: false, error };
  try {
    return { ok: true, value: await once(handler, step.catch.id, { attempt: 1, error }) };
  } catch (thrown) {
    return { ok: false, error: errorOfItem(thrown, signal) };
  }
}

/** What the values of a pack may take inside it: readers hold whole packs. Larger values are objects of their own. */
const PACK_BYTES = 32 * 1024 * 1024;
const LARGEST_INLINE = 64 * 1024;

async function store(scope: RunScope, value: unknown, name: string, inline: number): Promise<StoredValue> {
  try {
    return await scope.artifacts.store(value, { name, inline });
  } catch (problem) {
    if (isListSourceError(problem)) throw problem.cause;
    // What is wrong with the value is the item's fault; what is wrong with the store would be every item's.
    if (isFlowError(problem) && problem.code.startsWith('ARTIFACT_')) throw problem;
    throw new StoreTrouble(describeError(problem), { cause: problem });
  }
}

/** The stores do not work: no fault of an item, so no outcome of one. */
class StoreTrouble extends TaskFailure {}

function errorOfItem(thrown: unknown, signal: AbortSignal): StoredError {
  if (thrown instanceof StoreTrouble) throw thrown;
  signal.throwIfAborted();
  return describeError(thrown);
}
