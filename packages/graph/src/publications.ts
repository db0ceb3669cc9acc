import type { GraphIndex } from './graph-index.js';
import { bodiesOf, depthOf, locate } from './graph-index.js';
import { isSource, sourceTexts } from './item-source.js';
import type { NodeId, Path, Reference } from './reference.js';
import { settingFact, settingsOf } from './settings.js';

/** A fact that a task publishes: how it follows from the task's output. */
export interface Publication {
  /** The name of the fact: the id of the foreach or choose that uses it; for a setting of a source `perRow.key`. */
  readonly fact: NodeId;
  /** `count`: the length of the list at `path`. `value`: the scalar at `path`. */
  readonly kind: 'count' | 'value';
  readonly path: Path;
  /** Of a count that is told twice, the one that says how many items there are, also where a resumed run starts fewer. */
  readonly whole?: NodeId;
}

/** Facts of a foreach that starts only what a run that it resumes has not finished. */
export interface StartFacts {
  /** How many of its items are started: all, in a run that resumes none. */
  readonly started: string;
  /** How many there are: published where a percentage of them may fail, or another foreach runs over all of its results. */
  readonly whole?: string;
}

/** Where a foreach's count or a choose's value comes from. */
export type FactSource =
  /** These steps publish it; one of them runs (several only behind a choose). */
  | { readonly kind: 'steps'; readonly steps: readonly NodeId[] }
  /** The count of another foreach, whose results are the items: the same fact. */
  | { readonly kind: 'foreach'; readonly foreach: NodeId }
  /** A scalar parameter: the machine reads it from its own input. */
  | { readonly kind: 'param'; readonly param: string }
  /** The service itself reads the items; the task that counts what the children left publishes it. */
  | { readonly kind: 'settled' }
  /** A list or a key inside an item or a parameter: a small task of its own, under the id of the foreach or choose. */
  | { readonly kind: 'task' };

/** All that is published in a flow, and where each fact comes from. */
export interface Publications {
  /** By the id of the publishing step or foreach or choose (kind `task`). A step's catch handler publishes the same. */
  readonly by: ReadonlyMap<NodeId, readonly Publication[]>;
  /** By the id of the foreach or choose; that of a setting which is a parameter by its own name, `perChunk.concurrency`, as is that of a text of a source, `perRow.key`. */
  readonly sources: ReadonlyMap<string, FactSource>;
  /**
   * By the id of a foreach whose items are counted once for each of its runs, by a task in front of it. A foreach over a source is not
   * among them, nor one over a list that lies further out: all of their items are started whatever is finished.
   */
  readonly starts: ReadonlyMap<NodeId, StartFacts>;
}

/** Works out which task publishes which facts. The compiler and the runtime both read it, so they cannot disagree. */
export function publicationsOf(index: GraphIndex): Publications {
  const by = new Map<NodeId, Publication[]>();
  const sources = new Map<string, FactSource>();
  const publish = (node: NodeId, publication: Publication): void => {
    const list = by.get(node);
    if (list) list.push(publication);
    else by.set(node, [publication]);
  };
  for (const [id, { node }] of index.nodes) {
    if (node.kind === 'step') continue;
    if (node.kind === 'foreach') {
      for (const [field, setting] of settingsOf(node)) {
        if (typeof setting !== 'number') sources.set(settingFact(id, field), { kind: 'param', param: setting.param });
      }
    }
    const goesBy = node.kind === 'foreach' ? node.items : node.by;
    if (isSource(goesBy)) {
      for (const { fact, reference } of sourceTexts(id, goesBy)) {
        if ('node' in reference) publish(reference.node, { fact, kind: 'value', path: reference.path });
        if ('param' in reference) sources.set(fact, { kind: 'param', param: reference.param });
      }
      sources.set(id, { kind: 'settled' });
      continue;
    }
    const kind = node.kind === 'foreach' ? 'count' : 'value';
    const producers = producersOf(index, goesBy);
    const foreach = producers.length === 1 ? producers[0] : undefined;
    if (producers.length > 0 && producers.every((producer) => producer.kind === 'step')) {
      for (const producer of producers) publish(producer.node, { fact: id, kind, path: producer.path });
      sources.set(id, { kind: 'steps', steps: producers.map((producer) => producer.node) });
    } else if (foreach?.kind === 'foreach' && kind === 'count' && foreach.path.length === 0) {
      sources.set(id, { kind: 'foreach', foreach: foreach.node });
    } else if ('param' in goesBy && kind === 'value' && goesBy.path.length === 0) {
      sources.set(id, { kind: 'param', param: goesBy.param });
    } else {
      publish(id, { fact: id, kind, path: [] });
      sources.set(id, { kind: 'task' });
    }
  }
  return { by, sources, starts: startsOf(index, sources, by, publish) };
}

/** Finds the foreachs that can start a part of their items, and has their facts published. */
function startsOf(
  index: GraphIndex,
  sources: Publications['sources'],
  by: Publications['by'],
  publish: (node: NodeId, publication: Publication) => void,
): ReadonlyMap<NodeId, StartFacts> {
  const foreachs = [...index.nodes.values()].flatMap(({ node, foreachs: around }) => {
    if (node.kind !== 'foreach') return [];
    const origin = originOf(sources, node.id);
    const source = sources.get(origin);
    const publishers = source?.kind === 'steps' ? source.steps : source?.kind === 'task' ? [origin] : [];
    const isCounted = publishers.length > 0 && publishers.every((one) => depthOf(index, one) === around.length);
    return [{ node, origin, publishers, isCounted }];
  });
  // What runs over the results of such a foreach further inside starts all of them each time.
  const shared = new Set(foreachs.flatMap(({ isCounted, origin }) => (isCounted ? [] : [origin])));
  const starts = new Map<NodeId, StartFacts>();
  for (const { node, origin, publishers, isCounted } of foreachs) {
    if (!isCounted) continue;
    const { id, tolerate } = node;
    const whole = tolerate?.percentage !== undefined || shared.has(id) ? `${id}.items` : undefined;
    starts.set(id, { started: id, ...(whole !== undefined && { whole }) });
    for (const publisher of publishers) {
      const path = by.get(publisher)?.find(({ fact }) => fact === origin)?.path ?? [];
      if (id !== origin) publish(publisher, { fact: id, kind: 'count', path });
      if (whole !== undefined) publish(publisher, { fact: whole, kind: 'count', path, whole: id });
    }
  }
  return starts;
}

/** The fact that holds the count of a foreach, following a chain of foreachs over each other's results to its start. */
export function countFact(publications: Publications, foreach: NodeId): NodeId {
  return originOf(publications.sources, foreach);
}

function originOf(sources: Publications['sources'], foreach: NodeId): NodeId {
  const source = sources.get(foreach);
  return source?.kind === 'foreach' ? originOf(sources, source.foreach) : foreach;
}

/** The fact that holds how many items of a foreach are started. */
export function startFact(publications: Publications, foreach: NodeId): string {
  const { starts } = publications;
  const count = countFact(publications, foreach);
  return starts.get(foreach)?.started ?? starts.get(count)?.whole ?? count;
}

/** The fact that holds how many items a foreach has, as far as a machine has to know it. */
export function wholeFact(publications: Publications, foreach: NodeId): string {
  return publications.starts.get(foreach)?.whole ?? startFact(publications, foreach);
}

interface Producer {
  readonly kind: 'step' | 'foreach' | 'other';
  readonly node: NodeId;
  readonly path: Path;
}

/** The nodes whose output a reference may mean: one, or several behind a choose. */
function producersOf(index: GraphIndex, reference: Reference): readonly Producer[] {
  if (!('node' in reference)) return [];
  const { node } = locate(index, reference.node);
  if (node.kind === 'step') return [{ kind: 'step', node: node.id, path: reference.path }];
  if (node.kind === 'foreach') return [{ kind: 'foreach', node: node.id, path: reference.path }];
  return bodiesOf(node).flatMap((body) => {
    if (!body.result) return [{ kind: 'other', node: node.id, path: [] }];
    const inner: Reference = { ...body.result, path: [...body.result.path, ...reference.path] };
    const producers = producersOf(index, inner);
    return producers.length > 0 ? producers : [{ kind: 'other', node: node.id, path: [] }];
  });
}
