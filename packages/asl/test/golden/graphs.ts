import type { FlowGraph, FlowNode, Reference } from '@flowmap/graph';

const of = (node: string, ...path: string[]): Reference => ({ node, path });
const item = (foreach: string, ...path: string[]): Reference => ({ item: foreach, path });

function flow(name: string, nodes: readonly FlowNode[], more: Partial<FlowGraph> = {}): FlowGraph {
  return { schemaVersion: 1, name, params: {}, body: { nodes }, ...more };
}

const listed: readonly FlowNode[] = [
  { kind: 'step', id: 'start', in: {} },
  {
    kind: 'foreach',
    id: 'perChunk',
    items: of('start', 'chunks'),
    body: {
      nodes: [{ kind: 'step', id: 'perChunk/summarise', in: { chunk: item('perChunk') }, retry: { attempts: 3 } }],
      result: of('perChunk/summarise'),
    },
  },
  { kind: 'step', id: 'report', in: { stats: of('perChunk') } },
];

const inner: FlowNode = {
  kind: 'foreach',
  id: 'perShard/perDay',
  items: item('perShard', 'days'),
  concurrency: 10,
  body: {
    nodes: [
      { kind: 'step', id: 'perShard/perDay/fit', in: { day: item('perShard/perDay'), key: item('perShard', 'key') } },
    ],
    result: of('perShard/perDay/fit'),
  },
};

/** One flow for each shape that the compiler knows. */
export const GRAPHS: { readonly [name: string]: FlowGraph } = {
  foreach: flow('foreach', listed, {
    params: { year: { type: 'string' }, rows: { type: 'integer', default: 100_000 } },
    timeoutSeconds: 3_600,
  }),
  tolerant: flow(
    'tolerant',
    listed.map((node) => (node.kind === 'foreach' ? { ...node, tolerate: { count: 50, percentage: 1 } } : node)),
  ),
  nested: flow('nested', [
    { kind: 'step', id: 'start', in: {} },
    {
      kind: 'foreach',
      id: 'perShard',
      items: of('start', 'shards'),
      tolerate: { percentage: 5 },
      body: {
        nodes: [inner, { kind: 'step', id: 'perShard/best', in: { fits: of('perShard/perDay') } }],
        result: of('perShard/best'),
      },
    },
    { kind: 'step', id: 'end', in: { best: of('perShard') } },
  ]),
  'outer-facts': flow('outer-facts', [
    { kind: 'step', id: 'start', in: {} },
    {
      kind: 'foreach',
      id: 'perRow',
      items: of('start', 'rows'),
      body: {
        nodes: [
          {
            kind: 'foreach',
            id: 'perRow/perColumn',
            items: of('start', 'columns'),
            body: {
              nodes: [{ kind: 'step', id: 'perRow/perColumn/cell', in: {} }],
              result: of('perRow/perColumn/cell'),
            },
          },
          { kind: 'step', id: 'perRow/sum', in: { cells: of('perRow/perColumn') } },
        ],
        result: of('perRow/sum'),
      },
    },
  ]),
  parallel: flow('parallel', [
    { kind: 'step', id: 'start', in: {} },
    { kind: 'step', id: 'profile', in: { at: of('start') } },
    { kind: 'step', id: 'schema', in: { at: of('start') } },
    {
      kind: 'foreach',
      id: 'perColumn',
      items: of('schema', 'columns'),
      body: { nodes: [{ kind: 'step', id: 'perColumn/check', in: { of: of('profile') } }] },
    },
  ]),
  choose: flow(
    'choose',
    [
      { kind: 'step', id: 'size', in: {} },
      {
        kind: 'choose',
        id: 'kind',
        by: of('size', 'kind'),
        cases: {
          small: { nodes: [{ kind: 'step', id: 'kind/small', in: {} }], result: of('kind/small') },
          "it's large": {
            nodes: [{ kind: 'step', id: 'kind/large', in: {}, catch: { id: 'kind/largeFailed' }, timeoutSeconds: 300 }],
            result: of('kind/large'),
          },
        },
      },
      {
        kind: 'foreach',
        id: 'each',
        items: of('kind', 'list'),
        body: { nodes: [{ kind: 'step', id: 'each/one', in: {} }], result: of('each/one') },
      },
      {
        kind: 'choose',
        id: 'mode',
        by: { param: 'mode', path: [] },
        cases: { full: { nodes: [{ kind: 'step', id: 'mode/full', in: {} }] } },
        otherwise: { nodes: [{ kind: 'step', id: 'mode/other', in: {} }] },
      },
    ],
    { params: { mode: { type: 'string', default: 'full' } } },
  ),
  chained: flow('chained', [
    { kind: 'step', id: 'start', in: {} },
    {
      kind: 'foreach',
      id: 'first',
      items: of('start'),
      body: { nodes: [{ kind: 'step', id: 'first/one', in: { x: item('first') } }], result: of('first/one') },
    },
    {
      kind: 'foreach',
      id: 'second',
      items: of('first'),
      body: { nodes: [{ kind: 'step', id: 'second/two', in: { y: item('second') } }], result: of('second/two') },
    },
  ]),
};
