import type { AnyContext, StepFunction } from '@flowmap/flow';
import type { Answer, Invocation, StepNode } from '@flowmap/graph';
import type { TaskRecord } from '@flowmap/store';
import { handledError } from '../errors/service-error.js';
import { describeError } from '../errors/describe-error.js';
import type { TaskPorts } from '../ports.js';
import { leaveFailure, noteFailure } from '../read/failure-note.js';
import { earlierRecord } from '../reuse/earlier-record.js';
import { digestOfTask } from '../reuse/inputs-digest.js';
import type { RunScope } from '../run-scope.js';
import { runCode } from './call-step.js';
import { contextOf } from './context.js';
import { environmentOf } from './environment.js';
import { resolveInputs } from './inputs.js';
import { runOnce } from './run-once.js';

/** One run of a step: inputs, the author's code, output. */
export async function runStep(
  scope: RunScope,
  step: StepNode,
  code: StepFunction,
  invocation: Invocation,
  ports: TaskPorts,
): Promise<Answer> {
  const address = scope.address(step.id, invocation.i);
  const publications = scope.publications.by.get(step.id) ?? [];
  const { i: index } = invocation;
  const work = async (): Promise<{ value: unknown; inputs: string }> => {
    const given = await context(scope, step, { address, invocation }, ports);
    // Before the code can change what it is given.
    const { digest } = await digestOfTask(scope, step, index, { inputs: given.in, params: await scope.params() });
    return { value: await runCode(code, given), inputs: digest };
  };
  const reuse = (): Promise<TaskRecord | undefined> => earlierRecord(scope, step, index, ports.clock.now());
  try {
    return await runOnce(
      scope,
      { node: step.id, index, try: invocation.try, publications, timeout: step.timeoutSeconds, reuse, work },
      ports,
    );
  } catch (thrown) {
    const error = describeError(thrown);
    // The handler gets it whole: what a service hands on of an error is cut, and AWS Batch hands on nothing.
    if (step.catch) await leaveFailure(scope, address, error);
    else await noteFailure(scope, { node: step.id, index: invocation.i, address }, error);
    throw thrown;
  }
}

/** One run of a catch handler. What it gives stands for the step's output, facts included. */
export async function runHandler(
  scope: RunScope,
  step: StepNode,
  code: StepFunction,
  invocation: Invocation,
  ports: TaskPorts,
): Promise<Answer> {
  const node = invocation.step;
  const address = scope.address(node, invocation.i);
  const publications = scope.publications.by.get(step.id) ?? [];
  const work = async (): Promise<{ value: unknown }> => {
    const left = await scope.artifacts.failure(scope.address(step.id, invocation.i));
    const error = handledError(invocation.error ?? { Error: 'States.TaskFailed', Cause: '' }, left?.error);
    const given = await context(scope, step, { address, invocation }, ports);
    return { value: await runCode(code, { ...given, error }) };
  };
  try {
    return await runOnce(scope, { node, index: invocation.i, try: invocation.try, publications, work }, ports);
  } catch (thrown) {
    await noteFailure(scope, { node: step.id, index: invocation.i, address }, describeError(thrown));
    throw thrown;
  }
}

async function context(
  scope: RunScope,
  step: StepNode,
  { address, invocation }: { readonly address: string; readonly invocation: Invocation },
  ports: TaskPorts,
): Promise<AnyContext> {
  const [inputs, params, env] = await Promise.all([
    resolveInputs(scope, step.in, invocation.i),
    scope.params(),
    environmentOf(step, ports),
  ]);
  return contextOf({ in: inputs, params, env, address, attempt: invocation.try + 1, signal: ports.signal }, ports);
}
