import {
  indexAtDepth,
  indexGraph,
  type FlowGraph,
  type ForeachNode,
  type Invocation,
  type NodeId,
  type StepNode,
} from '@flowmap/graph';
import { gatherCounts } from './counts.js';
import { followItems, singleStep } from './items.js';
import { measureRate, type Rate } from './rate.js';
import type { FailureReport, RunEvent } from './run-event.js';

/**
 * How a node stands. `stopped` began and did not end, since the run did. A `choose` is only ever `waiting`: what runs are its steps.
 */
export type NodeState = 'waiting' | 'running' | 'done' | 'failed' | 'stopped';

/** How far a node has come. */
export interface NodeProgress {
  readonly id: NodeId;
  readonly kind: 'step' | 'foreach' | 'choose';
  /** How many foreachs are around it. */
  readonly depth: number;
  readonly state: NodeState;
  /** Items of a foreach, over all its runs that are known of. Undefined until its list exists, and for a step. */
  readonly total?: number;
  /** Items of a foreach, tasks of a step. */
  readonly done: number;
  readonly running: number;
  readonly failed: number;
  /** When its first task began and its last one ended, in milliseconds since the epoch. */
  readonly started?: number;
  readonly ended?: number;
  /** Items a second: over the last seconds while it runs, over all of its time afterwards. */
  readonly rate?: number;
}

/** What is known of a run while it goes on. */
export interface Progress {
  apply(event: RunEvent): void;
  /** Every node in the order of the author's file, outer before inner. */
  nodes(now: number): readonly NodeProgress[];
}

interface Tally {
  done: number;
  running: number;
  failed: number;
  started?: number;
  ended?: number;
  readonly rate: Rate;
}

/** Follows a run by its events: what each step and each foreach has done, whichever strategy runs it. */
export function trackProgress(graph: FlowGraph): Progress {
  const index = indexGraph(graph);
  const counts = gatherCounts(index);
  const tallies = new Map<NodeId, Tally>();
  for (const id of index.nodes.keys()) tallies.set(id, { done: 0, running: 0, failed: 0, rate: measureRate() });
  /** Items that have ended, by the run of a foreach: `<id> <index path>`. */
  const closed = new Map<string, number>();
  let now = 0;
  let ended: 'well' | 'badly' | undefined;

  const close = (foreach: NodeId, at: string, items: number): void => {
    const key = `${foreach} ${at}`;
    const sum = (closed.get(key) ?? 0) + items;
    if (sum === counts.of(foreach, at)) {
      closed.delete(key);
      following.ended(foreach, at);
    } else closed.set(key, sum);
  };
  const touch = (id: NodeId): Tally | undefined => {
    const tally = tallies.get(id);
    if (tally) tally.started ??= now;
    return tally;
  };
  const following = followItems(index, {
    opened(foreach) {
      const tally = isFollowed(foreach) ? touch(foreach) : undefined;
      if (tally) tally.running += 1;
    },
    closed(foreach, item, ok) {
      const tally = tallies.get(foreach);
      if (!tally || !isFollowed(foreach)) return;
      tally.running -= 1;
      if (ok) tally.done += 1;
      else tally.failed += 1;
      tally.ended = now;
      close(foreach, indexAtDepth(item, depthOfForeach(foreach)), 1);
    },
  });
  const isFollowed = (id: NodeId): boolean => {
    const node = index.nodes.get(id)?.node;
    return node?.kind === 'foreach' && !singleStep(node);
  };
  const depthOfForeach = (id: NodeId): number => index.nodes.get(id)?.foreachs.length ?? 0;

  /** The step that a task belongs to; a handler's task is one of the step's. Publishing tasks belong to none. */
  const stepOf = (task: Invocation): { step: StepNode; foreach: ForeachNode | undefined } | undefined => {
    const step = index.handlers.get(task.step) ?? index.nodes.get(task.step)?.node;
    if (step?.kind !== 'step') return undefined;
    const around = index.nodes.get(step.id)?.foreachs.at(-1);
    return { step, foreach: around && singleStep(around)?.id === step.id ? around : undefined };
  };
  /** Adds to the step and, where it is the whole body of a foreach, to the foreach, whose items are then the step's tasks. */
  const add = (task: Invocation, change: { running: number; done?: number; failed?: number }): void => {
    const found = stepOf(task);
    if (!found) return;
    for (const id of found.foreach ? [found.step.id, found.foreach.id] : [found.step.id]) {
      const tally = touch(id);
      if (!tally) continue;
      tally.running += change.running;
      tally.done += change.done ?? 0;
      tally.failed += change.failed ?? 0;
      if (change.done !== undefined || change.failed !== undefined) tally.ended = now;
    }
  };
  /** Tells that items of a one-step foreach, or a step elsewhere, have ended. */
  const finish = (task: Invocation, ok: boolean): void => {
    const found = stepOf(task);
    if (!found) return;
    if (found.foreach && (ok || found.foreach.tolerate)) {
      const around = task.to === undefined ? indexAtDepth(task.i, depthOfForeach(found.foreach.id)) : task.i;
      close(found.foreach.id, around, itemsOf(task));
    } else if (ok) following.ended(found.step.id, task.i);
    else following.failed(found.foreach?.id ?? found.step.id, task.i);
  };

  return {
    apply(event) {
      now = event.at;
      switch (event.type) {
        case 'task':
          // A range's own index path is that around the foreach, so it opens what is around the foreach.
          following.opened(stepOf(event.task)?.foreach?.id ?? owner(index.handlers, event.task), event.task.i);
          add(event.task, { running: itemsOf(event.task) });
          return;
        case 'answer': {
          const failed = event.answer.failed ?? 0;
          add(event.task, { running: -itemsOf(event.task), done: itemsOf(event.task) - failed, failed });
          for (const { foreach, index: at } of counts.learn(event.task, event.answer)) following.ended(foreach, at);
          finish(event.task, true);
          return;
        }
        case 'failure': {
          const { again = !isLast(index.nodes.get(event.task.step)?.node, event.task, event.error) } = event;
          const last = !again;
          add(event.task, { running: -itemsOf(event.task), ...(last && { failed: 1 }) });
          if (last) finish(event.task, false);
          return;
        }
        case 'dropped':
          add(event.task, { running: -itemsOf(event.task) });
          return;
        case 'end':
          ended = event.status === 'SUCCEEDED' ? 'well' : 'badly';
          return;
        default:
      }
    },
    nodes(at) {
      return [...index.nodes].map(([id, { node, foreachs }]): NodeProgress => {
        const { rate, started, ended: last, ...numbers } = tallies.get(id) ?? { ...NOTHING, rate: measureRate() };
        const total = node.kind === 'foreach' ? counts.total(id) : undefined;
        const complete = node.kind === 'foreach' ? total === numbers.done + numbers.failed : numbers.done > 0;
        const tolerant = node.kind === 'foreach' && node.tolerate !== undefined;
        const state = stateOf({ ...numbers, complete, tolerant, begun: started !== undefined, ended });
        const pace =
          node.kind === 'foreach' && started !== undefined
            ? rate.of(
                numbers.done + numbers.failed,
                started,
                state === 'running' ? at : (last ?? at),
                state === 'running',
              )
            : undefined;
        return {
          id,
          kind: node.kind,
          depth: foreachs.length,
          state,
          ...numbers,
          ...(total !== undefined && { total }),
          ...(started !== undefined && { started }),
          ...(state !== 'running' && last !== undefined && { ended: last }),
          ...(pace !== undefined && { rate: pace }),
        };
      });
    },
  };
}

const NOTHING = { done: 0, running: 0, failed: 0 };

function owner(handlers: ReadonlyMap<NodeId, StepNode>, task: Invocation): NodeId {
  return handlers.get(task.step)?.id ?? task.step;
}

/** Items that a task runs. */
function itemsOf(task: Invocation): number {
  return task.from === undefined || task.to === undefined ? 1 : task.to - task.from;
}

/** Whether a failed attempt was the last one, as far as the graph tells: the machine does the retrying. */
function isLast(node: { readonly kind: string } | undefined, task: Invocation, error: FailureReport): boolean {
  if (node?.kind !== 'step') return true;
  const { retry, catch: handler } = node as StepNode;
  if (handler) return false;
  const again = retry !== undefined && (retry.on === undefined || retry.on.includes(error.name));
  return !again || task.try + 1 >= retry.attempts;
}

function stateOf(node: {
  readonly running: number;
  readonly failed: number;
  readonly complete: boolean;
  readonly tolerant: boolean;
  readonly begun: boolean;
  readonly ended: 'well' | 'badly' | undefined;
}): NodeState {
  if (node.failed > 0 && !node.tolerant) return 'failed';
  if (node.complete && node.running === 0) return 'done';
  if (!node.begun) return 'waiting';
  if (node.ended === 'well') return 'done';
  return node.ended === 'badly' ? 'stopped' : 'running';
}
