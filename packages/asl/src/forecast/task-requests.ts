import type { Body, ChooseNode, ForeachNode, GraphIndex, NodeId, Path, Publications, Reference } from '@flowmap/graph';
import type { StepNode } from '@flowmap/graph';
import { bodiesOf, countFact, isSource, itemReferences, locate } from '@flowmap/graph';
import type { StoreRequests } from '../plugin/index.js';
import { NO_REQUESTS, requestsOf, requestsTimes } from './arithmetic.js';

/** What the model of the tasks' requests must know of a run. */
export interface RunFacts {
  readonly index: GraphIndex;
  readonly publications: Publications;
  /** The number of items of a foreach. */
  items(foreach: NodeId): number;
  /** How many objects hold the outcomes of one foreach of one step; 0 where each item has its own. */
  packs(foreach: NodeId): number;
  /** The body of a choose that runs. */
  chosen(choose: ChooseNode): Body | undefined;
  /** Whether a step's compute takes the items of a source along. */
  carriesItems(step: StepNode): boolean;
  /** Bytes of an item of a list as text. */
  readonly itemBytes: number;
}

/** The requests that each kind of task makes to the stores. */
export interface TaskRequests {
  /** A task that runs a step once. */
  step(step: StepNode): StoreRequests;
  /** A task that runs a step for one item with all that belongs to it, as the children of array jobs do. */
  alone(step: StepNode): StoreRequests;
  /** The small task that keeps the list of a foreach, or reads the key of a choose. */
  publisher(node: ForeachNode | ChooseNode): StoreRequests;
  /** A task that runs so many items of a foreach over one step. */
  range(foreach: ForeachNode, step: StepNode, items: number): StoreRequests;
  /** The task that counts a foreach's failed items from so many files of results. Without its answer it publishes them. */
  settling(foreach: ForeachNode, files: number, bringsAnswer: boolean): StoreRequests;
}

/** Bytes up to which a value, its lists included, is kept in the record of its task. */
const SMALL = 64 * 1024;

/** A stored list is read by windows of its index, and within one by spans of bytes. */
const WINDOW_ITEMS = 8_192;
const SPAN_BYTES = 4 * 1024 * 1024;

/** Results of a foreach that are asked for at once. */
const AHEAD = 8;

const GET: StoreRequests = { ...NO_REQUESTS, gets: 1 };
const PUT: StoreRequests = { ...NO_REQUESTS, puts: 1 };
const LIST: StoreRequests = { ...NO_REQUESTS, lists: 1 };
const READ: StoreRequests = { ...NO_REQUESTS, reads: 1 };
const WRITE: StoreRequests = { ...NO_REQUESTS, writes: 1 };

/**
 * What the runtime asks of the stores, task by task, as its code does it. It holds for tasks that end well at the first attempt
 * in a process of their own (a warm one reads the parameters of a run once for all its tasks); for values that take up to 64 KiB,
 * but for the lists of foreachs, which take what `itemBytes` says; and for steps that read the results of a foreach once.
 */
export function taskRequests(facts: RunFacts): TaskRequests {
  const { index, publications } = facts;

  const kept = (node: NodeId): StoreRequests => requestsTimes(apart(node).length, PUT);
  const publishing = (node: NodeId): StoreRequests => (publications.by.has(node) ? WRITE : NO_REQUESTS);

  /** The lists in a task's value that are objects of their own: where they are, and how long. */
  const apart = (node: NodeId): readonly { readonly path: Path; readonly count: number }[] => {
    const lists = new Map<string, { readonly path: Path; readonly count: number }>();
    for (const { fact, kind, path, whole = fact } of publications.by.get(node) ?? []) {
      if (kind === 'count') lists.set(JSON.stringify(path), { path, count: facts.items(whole) });
    }
    const all = [...lists.values()];
    const bytes = all.reduce((sum, { count }) => sum + count * (facts.itemBytes + 1), 0);
    return bytes > SMALL ? all : [];
  };

  const listReads = (items: number): StoreRequests => {
    const inSpan = Math.max(1, Math.floor(SPAN_BYTES / (facts.itemBytes + 1)));
    const full = Math.floor(items / WINDOW_ITEMS);
    const gets = (window: number): number => (window === 0 ? 0 : 1 + Math.ceil(window / inSpan));
    return requestsTimes(full * gets(WINDOW_ITEMS) + gets(items % WINDOW_ITEMS), GET);
  };

  /** The record of a step or publisher. A handler's is looked for first, and is not there. */
  const record = (node: NodeId, found: Set<NodeId>): StoreRequests => {
    const { node: at } = locate(index, node);
    const handler = at.kind === 'step' && at.catch ? GET : NO_REQUESTS;
    if (found.has(node)) return handler;
    found.add(node);
    return requestsOf(GET, handler);
  };

  /** A choose stands for the result of the body that runs; its key is read to know which. */
  const follow = (
    reference: Reference,
    found: Set<NodeId>,
  ): { readonly source: Reference | undefined; readonly read: StoreRequests } => {
    if (!('node' in reference)) return { source: reference, read: NO_REQUESTS };
    const { node } = locate(index, reference.node);
    if (node.kind !== 'choose') return { source: reference, read: NO_REQUESTS };
    const key = value(node.by, found).read;
    const result = facts.chosen(node)?.result;
    if (!result) return { source: undefined, read: key };
    const further = follow({ ...result, path: [...result.path, ...reference.path] }, found);
    return { source: further.source, read: requestsOf(key, further.read) };
  };

  /** What a value takes at once, and, for the results of a foreach, whose they are: they are read as they are used. */
  const value = (
    reference: Reference,
    found: Set<NodeId>,
  ): { readonly read: StoreRequests; readonly results?: ForeachNode } => {
    const { source, read } = follow(reference, found);
    if (!source) return { read };
    // The parameters are read once for the whole task.
    if ('param' in source) return { read };
    if ('item' in source) {
      const { node } = locate(index, source.item);
      // What a task is given of a source is counted with the task.
      if (node.kind !== 'foreach' || isSource(node.items)) return { read };
      return { read: requestsOf(read, itemsAt(node, 1, found)) };
    }
    const { node } = locate(index, source.node);
    if (node.kind === 'foreach') {
      const counted = requestsOf(read, countOf(node, found));
      return source.path.length > 0 ? { read: counted } : { read: counted, results: node };
    }
    return { read: requestsOf(read, record(node.id, found), inside(node.id, source.path)) };
  };

  /** The lists of their own that a part of a value lies in, or that lie in it. */
  const inside = (node: NodeId, path: Path): StoreRequests => {
    const lists = apart(node);
    const around = lists.find((list) => begins(path, list.path));
    if (around && path.length > around.path.length) {
      return path[around.path.length] === 'length' ? NO_REQUESTS : listReads(1);
    }
    return requestsOf(...lists.filter((list) => begins(list.path, path)).map(({ count }) => listReads(count)));
  };

  /** So many neighbouring items of a foreach. */
  const itemsAt = (foreach: ForeachNode, items: number, found: Set<NodeId>): StoreRequests => {
    if (isSource(foreach.items)) return NO_REQUESTS;
    const { source, read } = follow(foreach.items, found);
    const target = source && 'node' in source ? locate(index, source.node).node : undefined;
    if (target?.kind === 'foreach') {
      return requestsOf(read, countOf(target, found), outcomesOf(target, items, found));
    }
    const owner = target?.kind === 'step' ? target.id : foreach.id;
    const list = apart(owner).length > 0 ? listReads(items) : NO_REQUESTS;
    return requestsOf(read, record(owner, found), list);
  };

  /** The number of items stands in the record of the task that made the list. */
  const countOf = (foreach: ForeachNode, found: Set<NodeId>): StoreRequests => {
    const fact = countFact(publications, foreach.id);
    const source = publications.sources.get(fact);
    if (source?.kind !== 'steps') return record(fact, found);
    const running = source.steps.findIndex((step) => runs(step));
    return requestsOf(...source.steps.slice(0, running + 1).map((step) => record(step, found)));
  };

  /** Whether a step is in no body of a choose that does not run. */
  const runs = (step: NodeId): boolean =>
    [...index.nodes.values()].every(({ node }) => {
      if (node.kind !== 'choose') return true;
      return bodiesOf(node).every((body) => body === facts.chosen(node) || !holds(body, step));
    });

  /** So many neighbouring results of a foreach, read as items of another. */
  const outcomesOf = (foreach: ForeachNode, items: number, found: Set<NodeId>): StoreRequests => {
    if (!onlyStep(foreach)) return bodiesRead(foreach, items, found);
    const packs = facts.packs(foreach.id);
    if (packs === 0) return { ...NO_REQUESTS, lists: 2, gets: items };
    const inPack = Math.ceil(facts.items(foreach.id) / packs);
    return { ...NO_REQUESTS, lists: 1, gets: Math.ceil(items / inPack) };
  };

  /** All results of a foreach, in order. */
  const resultsOf = (foreach: ForeachNode, found: Set<NodeId>): StoreRequests => {
    const count = facts.items(foreach.id);
    if (count === 0) return NO_REQUESTS;
    const only = onlyStep(foreach);
    if (!only) return bodiesRead(foreach, count, found);
    if (!foreach.body.result && !foreach.tolerate) return NO_REQUESTS;
    const packs = facts.packs(foreach.id);
    return requestsOf(LIST, requestsTimes(packs > 0 ? packs : count * (only.catch ? 2 : 1), GET));
  };

  /** So many results of a foreach of more than one step: each where the body's own result is. */
  const bodiesRead = (foreach: ForeachNode, items: number, found: Set<NodeId>): StoreRequests => {
    const note = foreach.tolerate ? GET : NO_REQUESTS;
    const { result } = foreach.body;
    if (!result) return requestsTimes(items, note);
    const seen = new Set(found);
    const { read, results } = value(result, seen);
    const outer = [...seen].filter((id) => !found.has(id) && !locate(index, id).foreachs.includes(foreach)).length;
    const own = requestsOf(note, read, results ? resultsOf(results, seen) : NO_REQUESTS);
    // What lies outside is read by the first items, and then known.
    return requestsOf(
      requestsTimes(items, { ...own, gets: own.gets - outer }),
      requestsTimes(outer * Math.min(items, AHEAD), GET),
    );
  };

  /**
   * What handing over items of sources takes in a task that uses such: the object that holds them is read, and their seal is written by
   * the first task that meets it, and read by the others after they could not write it.
   */
  const handedOver = (node: NodeId): StoreRequests =>
    requestsOf(
      ...sourcesOf(index, node).map((foreach) => {
        const isFirst = [...index.nodes.keys()].find((id) => sourcesOf(index, id).includes(foreach)) === node;
        return requestsOf(GET, PUT, isFirst ? NO_REQUESTS : GET);
      }),
    );

  const inputs = (references: readonly Reference[], found: Set<NodeId>): StoreRequests => {
    // They are read side by side, so none profits from another.
    const read = references.map((reference) => {
      const own = new Set<NodeId>();
      return { own, ...value(reference, own) };
    });
    for (const { own } of read) own.forEach((node) => found.add(node));
    const later = read.map(({ results }) => (results ? resultsOf(results, found) : NO_REQUESTS));
    return requestsOf(...read.map((one) => one.read), ...later);
  };

  const once = (step: StepNode): StoreRequests => {
    const read = inputs(Object.values(step.in), new Set());
    return requestsOf(GET, READ, read, handedOver(step.id), kept(step.id), PUT, publishing(step.id));
  };

  return {
    step: once,

    // Its handler may have stood in for it before.
    alone: (step) => requestsOf(step.catch ? GET : NO_REQUESTS, once(step)),

    publisher: (node) => {
      const reference = node.kind === 'foreach' ? node.items : node.by;
      if (isSource(reference)) return NO_REQUESTS;
      const { read } = value(reference, new Set());
      const params = 'param' in reference ? READ : NO_REQUESTS;
      return requestsOf(GET, params, read, handedOver(node.id), kept(node.id), PUT, publishing(node.id));
    },

    range: (foreach, step, items) => {
      const ofItem = (reference: Reference): boolean => 'item' in reference && reference.item === foreach.id;
      const all = Object.values(step.in);
      const found = new Set<NodeId>();
      const outer = inputs(
        all.filter((reference) => !ofItem(reference)),
        found,
      );
      const list = all.some(ofItem) ? itemsAt(foreach, items, found) : NO_REQUESTS;
      const given = facts.carriesItems(step) ? PUT : requestsOf(GET, PUT);
      // Whether there is a pack or parts of one, before; whether there are parts to remove, behind.
      return requestsOf(GET, LIST, READ, outer, isSource(foreach.items) ? given : list, PUT, LIST);
    },

    settling: (foreach, files, bringsAnswer) => {
      const answer = bringsAnswer ? NO_REQUESTS : WRITE;
      // The manifest and its files; of a source also the record that the number of items is kept in.
      if (isSource(foreach.items)) return requestsOf(requestsTimes(2 + files, GET), PUT, answer);
      return requestsOf(GET, requestsTimes(files, GET), countOf(foreach, new Set()), answer);
    },
  };
}

/** The step that is the whole body, whose outcomes may be in packs. */
function onlyStep({ body }: ForeachNode): StepNode | undefined {
  const [step] = body.nodes;
  if (body.nodes.length !== 1 || step?.kind !== 'step') return undefined;
  const { result } = body;
  return !result || ('node' in result && result.node === step.id) ? step : undefined;
}

/** The foreachs over sources whose items a node uses itself. */
function sourcesOf(index: GraphIndex, id: NodeId): readonly NodeId[] {
  const { node } = locate(index, id);
  const references =
    node.kind === 'step' ? Object.values(node.in) : node.kind === 'choose' ? [node.by] : itemReferences(node);
  const used = references.flatMap((reference) => ('item' in reference ? [reference.item] : []));
  return [...new Set(used)].filter((foreach) => {
    const { node: around } = locate(index, foreach);
    return around.kind === 'foreach' && isSource(around.items);
  });
}

function holds(body: Body, id: NodeId): boolean {
  return body.nodes.some((node) => {
    if (node.id === id) return true;
    if (node.kind === 'step') return node.catch?.id === id;
    return (node.kind === 'foreach' ? [node.body] : bodiesOf(node)).some((inner) => holds(inner, id));
  });
}

function begins(path: Path, prefix: Path): boolean {
  return prefix.every((key, at) => path[at] === key);
}
