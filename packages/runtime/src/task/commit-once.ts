import type { NodeId, Publication } from '@flowmap/graph';
import type { TaskRecord } from '@flowmap/store';
import type { TaskPorts } from '../ports.js';
import type { RunScope } from '../run-scope.js';
import { countsOfStored, factsOf } from './facts.js';
import { storeOutput } from './store-output.js';

/** A task that leaves one record. */
export interface SingleTask {
  readonly node: NodeId;
  readonly index: string;
  /** Attempts before this one. */
  readonly try: number;
  readonly publications: readonly Publication[];
  /** Seconds in which an attempt has to have ended. Default: as long as it takes. */
  readonly timeout?: number | undefined;
  /** The record of an earlier run that can stand for this task's, which then does nothing. */
  reuse?(): Promise<TaskRecord | undefined>;
  /** Makes the output. `kept` is what is stored of it, where that is less; `inputs` the digest of what it was made of. */
  work(): Promise<{ readonly value: unknown; readonly kept?: unknown; readonly inputs?: string }>;
}

/** Runs a task and commits its record, unless another attempt has; gives the record that was committed. Nothing is published. */
export async function commitOnce(scope: RunScope, task: SingleTask, ports: TaskPorts): Promise<TaskRecord> {
  const { artifacts } = scope;
  const address = scope.address(task.node, task.index);
  const earlier = await artifacts.record(address);
  if (earlier) return earlier;
  const record = (await task.reuse?.()) ?? (await make(scope, task, ports));
  const first = (await artifacts.commit(record)) === 'written' ? record : await artifacts.record(address);
  return first ?? record;
}

/** Does the work of a task and stores what it gives. */
async function make({ artifacts, ...scope }: RunScope, task: SingleTask, ports: TaskPorts): Promise<TaskRecord> {
  const started = ports.clock.now();
  const made = await task.work();
  const facts = factsOf(task.node, made.value, task.publications);
  const lists = task.publications.filter(({ kind }) => kind === 'count').map(({ path }) => path);
  const kept = 'kept' in made ? made.kept : made.value;
  const stored = await storeOutput(artifacts, kept, { name: `${task.node}.out`, lists });
  const counts = await countsOfStored({ value: kept, stored }, task.publications, artifacts);
  return {
    v: 1,
    address: scope.address(task.node, task.index),
    try: task.try,
    started: new Date(started).toISOString(),
    ended: new Date(ports.clock.now()).toISOString(),
    ...(facts ? { facts: { ...facts, ...counts } } : {}),
    value: stored,
    ...(made.inputs !== undefined && { inputs: made.inputs }),
  };
}
