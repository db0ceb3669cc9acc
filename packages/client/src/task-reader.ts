import { FlowError, type GraphIndex, locate, type NodeId } from '@flowmap/graph';
import { artifactsOf, type ObjectStore, type StoredError, type StoredOutcome, type TaskRecord } from '@flowmap/store';
import { itemsOfBatch, rangeOf } from './batch-key.js';
import type { EndedTask, PastTask } from './past-task.js';

/** Finds what the tasks of a run left. */
export interface TaskReader {
  tasksOf(step: string): AsyncGenerator<PastTask, void, undefined>;
  task(address: string): Promise<PastTask | undefined>;
}

/** Opens a reader of what is below `prefix`: `<deployment>/<run>`. */
export function taskReader(objects: ObjectStore, prefix: string, index: () => Promise<GraphIndex>): TaskReader {
  const artifacts = artifactsOf(objects, prefix);

  const place = (step: NodeId, at: string): { address: string; step: string; index: string } => ({
    address: at === '' ? `${prefix}/${step}` : `${prefix}/${step}/${at}`,
    step,
    index: at,
  });
  const ended = (step: NodeId, at: string, record: TaskRecord): EndedTask => ({
    ...place(step, at),
    ok: true,
    attempts: record.try + 1,
    started: new Date(record.started),
    ended: new Date(record.ended),
    output: (path?: readonly string[]) => artifacts.load(record.value, path),
  });
  const item = (step: NodeId, at: string, outcome: StoredOutcome): PastTask =>
    outcome.ok
      ? { ...place(step, at), ok: true, output: (path?: readonly string[]) => artifacts.load(outcome.value, path) }
      : { ...place(step, at), ok: false, error: errorOf(outcome.error) };

  /** The tasks whose results are at an index path: one, or those of a batch. */
  const tasksAt = async function* (step: NodeId, at: string): AsyncGenerator<PastTask, void, undefined> {
    const items = itemsOfBatch(at);
    if (!items) {
      const record = await artifacts.record(place(step, at).address);
      if (record) yield ended(step, at, record);
      return;
    }
    const outcomes = (await artifacts.pack(place(step, at).address)) ?? [];
    for (const [position, outcome] of outcomes.entries()) yield item(step, items(position), outcome);
  };

  /** What is kept of failures of a step: at its own address, and at the items of the foreach that tolerates them. */
  const failures = async function* (step: NodeId, graph: GraphIndex): AsyncGenerator<PastTask, void, undefined> {
    const { foreachs } = locate(graph, step);
    for (const id of [step, ...foreachs.filter(({ tolerate }) => tolerate).map((foreach) => foreach.id)]) {
      const folder = `${prefix}/_failures/`;
      for await (const { key } of objects.list(`${folder}${id}`)) {
        const rest = key.slice(folder.length + id.length);
        if (!/^(?:\/[\d.-]+)?$/.test(rest)) continue;
        const note = await artifacts.failure(`${prefix}/${key.slice(folder.length)}`);
        const address = note?.error.task ?? `${prefix}/${key.slice(folder.length)}`;
        const at = indexIn(step, address);
        if (!note || at === undefined || (id !== step && note.error.task === undefined)) continue;
        // A later attempt ended well.
        if (await objects.get(address, { range: [0, 0] })) continue;
        yield { ...place(step, at), ok: false, error: errorOf(note.error) };
      }
    }
  };

  /** The index path in an address of a step; undefined for an address of something else. */
  const indexIn = (step: NodeId, address: string): string | undefined => {
    const own = `${prefix}/${step}`;
    if (address === own) return '';
    const rest = address.startsWith(`${own}/`) ? address.slice(own.length + 1) : undefined;
    return rest !== undefined && /^[\d.-]+$/.test(rest) ? rest : undefined;
  };

  const tasksOf = async function* (step: string): AsyncGenerator<PastTask, void, undefined> {
    const graph = await index();
    requireStep(graph, step);
    yield* tasksAt(step, '');
    const folder = `${prefix}/${step}/`;
    for await (const { key } of objects.list(folder)) {
      const at = indexIn(step, key);
      if (at !== undefined) yield* tasksAt(step, at);
    }
    yield* failures(step, graph);
  };

  return {
    tasksOf,

    async task(address) {
      const graph = await index();
      const whole = address.startsWith(`${prefix}/`) ? address : `${prefix}/${address}`;
      const path = whole.slice(prefix.length + 1);
      const step = [path, path.slice(0, path.lastIndexOf('/'))].find((id) => isStep(graph, id));
      const at = step === undefined ? undefined : indexIn(step, whole);
      if (step === undefined || at === undefined) throw noSuchStep(path, graph);
      for await (const task of tasksAt(step, at)) return task;
      const batch = rangeOf(at);
      for await (const { key } of batch ? objects.list(`${prefix}/${step}/${batch.folder}`) : []) {
        const position = batch?.positionIn(key.slice(prefix.length + step.length + 2));
        if (position === undefined) continue;
        const outcome = (await artifacts.pack(key))?.[position];
        if (outcome) return item(step, at, outcome);
      }
      for await (const task of failures(step, graph)) if (task.index === at) return task;
      return undefined;
    },
  };
}

/** Throws `NO_SUCH_STEP` for what is no step and no catch handler of a flow. */
export function requireStep(graph: GraphIndex, path: string): void {
  if (!isStep(graph, path)) throw noSuchStep(path, graph);
}

function isStep({ nodes, handlers }: GraphIndex, id: string): boolean {
  return nodes.get(id)?.node.kind === 'step' || handlers.has(id);
}

function noSuchStep(step: string, { graph, nodes, handlers }: GraphIndex): FlowError {
  const steps = [
    ...[...nodes.values()].filter(({ node }) => node.kind === 'step').map(({ node }) => node.id),
    ...handlers.keys(),
  ];
  return new FlowError('NO_SUCH_STEP', `${graph.name} has no step ${step}.`, {
    hint: `Its steps are ${steps.join(', ')}.`,
  });
}

/** Where an error was left is nobody's affair. */
function errorOf({ task: _, ...error }: StoredError): StoredError {
  return error;
}
