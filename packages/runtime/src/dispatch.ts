import type { Flow, StepFunction } from '@flowmap/flow';
import type { Answer, FlowNode, Invocation, Located, NodeId } from '@flowmap/graph';
import { batchAddress, FlowError, isSource, startedIndex, taskAddress } from '@flowmap/graph';
import { noteLog } from './note-log.js';
import { printedBy } from './printing/printed-by.js';
import { taskFailure } from './errors/task-failure.js';
import { readInvocation } from './invocation.js';
import type { TaskPorts } from './ports.js';
import { runRange } from './range/range-task.js';
import { placeTask, type PlacedTask } from './resumed/place-task.js';
import type { RunScope } from './run-scope.js';
import { openRun } from './run-scope.js';
import { runSettling } from './settle/settling-task.js';
import { runSourceSettling } from './settle/source-settling.js';
import { runPublisher } from './task/publishing-task.js';
import { runItemAlone } from './task/item-alone.js';
import { runHandler, runStep } from './task/step-task.js';

/**
 * Runs one task of a flow, and answers what the state machine is to know of it. It does the same in a local worker, a Lambda
 * function and a container of AWS Batch. Whatever goes wrong is thrown as a {@link TaskFailure}, whose name a state machine
 * can match. Running a task again that has ended runs no code and gives the same answer.
 */
export async function dispatch(flow: Flow, invocation: Invocation, ports: TaskPorts): Promise<Answer> {
  try {
    ports.signal.throwIfAborted();
    const told = readInvocation(invocation);
    const opened = openRun(flow.graph, told.run, ports);
    const located = locatedIn(flow, opened, told);
    const placed = await placeTask(opened, located, told);
    const { task, scope } = placed;
    const address = addressOf(task, ports.deployment);
    const attempt = task.try + 1;
    const forget = noteLog(scope, { address, attempt }, ports);
    // Of a range, what is printed by none of its items; a list's source, say, which is read when the step has returned.
    const log = (message: string): void => ports.log({ address, attempt, message, at: ports.clock.now() });
    return await printedBy(log, () => run(flow, located.node, placed, ports)).finally(forget);
  } catch (thrown) {
    throw taskFailure(thrown);
  }
}

/** The node that a task is of, or is the handler of. */
function locatedIn(flow: Flow, { index }: RunScope, task: Invocation): Located {
  const handled = index.handlers.get(task.step);
  const located = index.nodes.get(handled?.id ?? task.step);
  if (!located) throw unknown(flow, task.step);
  checkPosition(task, located);
  return located;
}

function run(flow: Flow, node: FlowNode, { task, ranges, scope }: PlacedTask, ports: TaskPorts): Promise<Answer> {
  const handled = scope.index.handlers.get(task.step);
  if (node.kind === 'foreach' && task.manifest !== undefined) {
    return isSource(node.items) ? runSourceSettling(scope, node, task, ports) : runSettling(scope, node, task, ports);
  }
  if (node.kind !== 'step') return runPublisher(scope, node, task, ports);
  if (handled) return runHandler(scope, node, codeOf(flow, task.step), task, ports);
  const code = codeOf(flow, node.id);
  const { from, to, array } = task;
  if (!array && (from === undefined || to === undefined)) return runStep(scope, node, code, task, ports);
  const handler = node.catch && codeOf(flow, node.catch.id);
  const whole = { step: node, code, ...(handler ? { handler } : {}) };
  if (from === undefined || to === undefined) return runItemAlone(scope, whole, task, ports);
  const { given, by } = task;
  const more = { ...(given ? { given } : {}), ...(by === undefined ? {} : { by }) };
  return runRange(scope, { ...whole, ...more, index: task.i, from, to, ranges }, ports);
}

/** The address of what an invocation asks for: a task, or a range of items. */
export function addressOf({ step, run, i, from, to }: Invocation, deployment: string): string {
  const place = { deployment, run, node: step, index: i };
  return from === undefined || to === undefined ? taskAddress(place) : batchAddress(place, from, to);
}

function codeOf(flow: Flow, id: NodeId): StepFunction {
  const code = flow.functions.get(id);
  if (!code) throw unknown(flow, id);
  return code;
}

function unknown(flow: Flow, id: NodeId): FlowError {
  return new FlowError('UNKNOWN_STEP', `flow ${flow.name} has no step ${id}`, {
    hint: 'The state machine and the code are of different versions of the flow: deploy it again.',
  });
}

/** The depth of an index path is that of the node; a range says the last position by itself. */
function checkPosition(task: Invocation, { node, foreachs }: Located): void {
  const isRange = task.from !== undefined;
  if (task.array && isRange)
    throw new FlowError('BAD_INVOCATION', `${node.id} is told an array, and not which item of it`);
  const path = startedIndex(task.i);
  const depth = (path === '' ? 0 : path.split('.').length) + (isRange ? 1 : 0);
  const can = !(isRange || task.array) || (node.kind === 'step' && task.step === node.id);
  if (depth === foreachs.length && can) return;
  const what = isRange ? `the range ${task.from} to ${task.to} at '${task.i}'` : `the position '${task.i}'`;
  throw new FlowError('BAD_INVOCATION', `${node.id} lies in ${foreachs.length} foreachs, and ${what} does not fit`);
}
