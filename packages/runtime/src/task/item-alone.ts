import type { Call } from './context.js';
import type { StepFunction } from '@flowmap/flow';
import type { Answer, Invocation, NodeId, StepNode } from '@flowmap/graph';
import type { StoredError, TaskRecord } from '@flowmap/store';
import { describeError } from '../errors/describe-error.js';
import { ItemFailure } from '../errors/task-failure.js';
import type { TaskPorts } from '../ports.js';
import { delayAfter, isWorthAnother } from '../range/retry.js';
import { withTimeLimit } from '../range/time-limit.js';
import { noteFailure } from '../read/failure-note.js';
import { earlierRecord } from '../reuse/earlier-record.js';
import { digestOfTask } from '../reuse/inputs-digest.js';
import type { RunScope } from '../run-scope.js';
import { runCode } from './call-step.js';
import { contextOf } from './context.js';
import { environmentOf } from './environment.js';
import { resolveInputs } from './inputs.js';
import { answerWith } from './publish.js';
import { runOnce } from './run-once.js';

/** A step and its code. */
export interface StepCode {
  readonly step: StepNode;
  readonly code: StepFunction;
  /** The code of the step's catch handler. */
  readonly handler?: StepFunction;
}

/**
 * Runs a step for one item with all that belongs to it, as a child of an array job does: the step's attempts with their waits, its time
 * limit, its catch handler. It leaves the one record that the tasks of a state machine would have left. Throws an
 * {@link ItemFailure} when all that was in vain, and the reason of the signal when that aborts.
 */
export async function runItemAlone(
  scope: RunScope,
  { step, code, handler }: StepCode,
  invocation: Invocation,
  ports: TaskPorts,
): Promise<Answer> {
  const { i: index } = invocation;
  const { signal } = ports;
  const publications = scope.publications.by.get(step.id) ?? [];
  const once = (node: NodeId, run: StepFunction, call: Pick<Call, 'attempt' | 'error'>): Promise<Answer> => {
    const address = scope.address(node, index);
    const limit = call.error ? undefined : step.timeoutSeconds;
    const first = !call.error && call.attempt === invocation.try + 1;
    const work = async (): Promise<{ value: unknown; inputs?: string }> => {
      const [inputs, params, env] = await Promise.all([
        resolveInputs(scope, step.in, index),
        scope.params(),
        environmentOf(step, ports),
      ]);
      // Before the code can change what it is given. What a handler gives is not the step's own.
      const own = call.error ? undefined : await digestOfTask(scope, step, index, { inputs, params });
      const value = await withTimeLimit(limit, { clock: ports.clock, signal }, (own) =>
        runCode(run, contextOf({ ...call, in: inputs, params, env, address, signal: own }, ports)),
      );
      return { value, ...(own && { inputs: own.digest }) };
    };
    const reuse = async (): Promise<TaskRecord | undefined> =>
      first ? earlierRecord(scope, step, index, ports.clock.now()) : undefined;
    return runOnce(scope, { node, index, try: call.attempt - 1, publications, reuse, work }, ports);
  };

  // A handler has the last word, so a worker that comes after it does not begin anew.
  const handlerId = step.catch?.id;
  const handled = handlerId === undefined ? undefined : await scope.record(handlerId, index);
  if (handlerId !== undefined && handled)
    return answerWith(scope, { node: handlerId, index, publications }, handled.facts, ports);

  let error: StoredError;
  for (let attempt = invocation.try + 1; ; attempt++) {
    try {
      return await once(step.id, code, { attempt });
    } catch (thrown) {
      signal.throwIfAborted();
      error = describeError(thrown);
    }
    if (!step.retry || !isWorthAnother(step.retry, attempt, error.name)) break;
    await ports.clock.wait(delayAfter(step.retry, attempt), signal);
  }
  let failed = step.id;
  if (handler && step.catch) {
    try {
      return await once(step.catch.id, handler, { attempt: 1, error });
    } catch (thrown) {
      signal.throwIfAborted();
      error = describeError(thrown);
      failed = step.catch.id;
    }
  }
  await noteFailure(scope, { node: step.id, index, address: scope.address(failed, index) }, error);
  throw new ItemFailure(error);
}
