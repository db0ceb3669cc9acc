import type { Diagnostic } from '../diagnostic.js';
import type { FlowGraph } from '../flow-graph.js';
import { type ItemSource, isSource, sourceTexts } from '../item-source.js';
import type { NodeId, Reference } from '../reference.js';
import type { Check } from './check.js';
import { fault } from './check.js';
import { isWhole } from './ranges.js';
import { nodesIn } from './walk.js';

/** Most items that a Map Run takes. Source: AWS Step Functions developer guide, "Service quotas". */
const MOST_ITEMS = 100_000_000;

/** Longest JSON Pointer, in characters. Source: the same guide, "ItemReader (Map)". */
const LONGEST_POINTER = 2_000;

const COLUMN = /^(?:string|integer|number|boolean)\??$/;

/** The source of a foreach names something that the service can read, by settings that are known when the foreach begins. */
export const checkSources: Check = function* (graph) {
  const kinds = new Map([...nodesIn(graph)].map(({ id, kind }) => [id, kind]));
  for (const node of nodesIn(graph)) {
    if (node.kind !== 'foreach' || !isSource(node.items)) continue;
    for (const { message, hint } of faultsOf(node.items)) {
      yield fault('FLOW1022', node.id, `the source of ${node.id} ${message}`, hint);
    }
    for (const { field, reference } of sourceTexts(node.id, node.items)) {
      yield* checkSetting(graph, kinds, node.id, field, reference);
    }
  }
};

interface Fault {
  readonly message: string;
  readonly hint: string;
}

function* faultsOf(source: ItemSource): Generator<Fault> {
  if (source.bucket === '') yield { message: 'names no bucket', hint: 'Give the name of a bucket.' };
  if (source.maxItems !== undefined && !isWhole(source.maxItems, 1, MOST_ITEMS)) {
    yield { message: `has a maxItems of ${source.maxItems}`, hint: 'Give a whole number from 1 to 100,000,000.' };
  }
  if (source.source !== 's3.list' && source.key === '') {
    yield { message: 'names no key', hint: 'Give the key of the file.' };
  }
  if (source.source === 's3.json' && source.pointer !== undefined && !isPointer(source.pointer)) {
    const hint = 'A JSON Pointer begins with a slash and has at most 2,000 characters: /data/rows.';
    yield { message: `has the pointer ${JSON.stringify(source.pointer)}`, hint };
  }
  if (source.source === 's3.csv') yield* faultsOfColumns(source);
}

function* faultsOfColumns({ columns, header }: Extract<ItemSource, { source: 's3.csv' }>): Generator<Fault> {
  const names = Object.keys(columns);
  if (names.length === 0) yield { message: 'has no columns', hint: "Name those that are used: { year: 'integer' }." };
  for (const [name, type] of Object.entries(columns)) {
    if (COLUMN.test(type)) continue;
    const hint = 'A column is a string, integer, number or boolean; with ? behind it, it may be empty.';
    yield { message: `has the column ${name} of type ${JSON.stringify(type)}`, hint };
  }
  for (const name of header ? names.filter((column) => !header.includes(column)) : []) {
    const hint = 'A given header names every column of the file in order.';
    yield { message: `has the column ${name}, which its header does not name`, hint };
  }
}

function isPointer(text: string): boolean {
  return text.startsWith('/') && text.length <= LONGEST_POINTER;
}

/** A setting is a fact in state data, so it must be known to the state machine before the Map: a scalar that is published. */
function* checkSetting(
  graph: FlowGraph,
  kinds: ReadonlyMap<NodeId, string>,
  at: NodeId,
  field: string,
  reference: Reference,
): Generator<Diagnostic> {
  const wrong = (what: string): Diagnostic =>
    fault(
      'FLOW1021',
      at,
      `${field} of the source of ${at} is ${what}`,
      'Use a parameter, or a string that a step returns.',
    );
  if ('param' in reference) {
    const spec = Object.hasOwn(graph.params, reference.param) ? graph.params[reference.param] : undefined;
    if (!spec || ((spec.type === 'string' || spec.type === 'enum') && reference.path.length === 0)) return;
    const part = reference.path.length === 0 ? '' : 'a part of ';
    yield wrong(`${part}parameter ${reference.param} (${spec.type}), not a string`);
  } else if ('item' in reference) {
    yield wrong(`a part of the item of ${reference.item}, which no state knows`);
  } else if (kinds.get(reference.node) === 'foreach') {
    yield wrong(`the results of ${reference.node}`);
  } else if (kinds.get(reference.node) === 'choose') {
    yield wrong(`the output of the choose ${reference.node}`);
  }
}
