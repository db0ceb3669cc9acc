import { describe, expect, it } from '@jest/globals';
import type { Body } from '@flowmap/graph';
import { arrange } from '@flowmap/graph';
import fc from 'fast-check';
import { bodyOf, countNodes, isBefore, positionsOf, show } from './bodies.js';

type Edge = readonly [number, number];

describe('the order of a body', () => {
  it.each<[string, number, Edge[], string]>([
    [
      'a chain',
      3,
      [
        [0, 1],
        [1, 2],
      ],
      'n0 n1 n2',
    ],
    [
      'a chain with a shortcut',
      3,
      [
        [0, 1],
        [1, 2],
        [0, 2],
      ],
      'n0 n1 n2',
    ],
    ['nothing in common', 3, [], '[n0 | n1 | n2]'],
    [
      'a diamond',
      4,
      [
        [0, 1],
        [0, 2],
        [1, 3],
        [2, 3],
      ],
      'n0 [n1 | n2] n3',
    ],
    [
      'a branch that nobody waits for',
      3,
      [
        [0, 1],
        [0, 2],
      ],
      'n0 [n1 | n2]',
    ],
    [
      'a long and a short branch',
      5,
      [
        [0, 1],
        [1, 2],
        [0, 3],
        [2, 4],
        [3, 4],
      ],
      'n0 [n1 n2 | n3] n4',
    ],
    [
      'two pairs, each with each',
      4,
      [
        [0, 2],
        [0, 3],
        [1, 2],
        [1, 3],
      ],
      '[n0 | n1] [n2 | n3]',
    ],
    [
      'the order of the author in branches',
      5,
      [
        [4, 1],
        [3, 0],
        [3, 2],
      ],
      '[n3 [n0 | n2] | n4 n1]',
    ],
    ['a single step', 1, [], 'n0'],
  ])('of %s', (_, size, edges, expected) => {
    const { sequence, barriers } = arrange(bodyOf(size, edges));
    expect(show(sequence)).toBe(expected);
    expect(barriers).toEqual([]);
  });

  it('is empty without nodes', () => {
    expect(arrange({ nodes: [] })).toEqual({ sequence: [], barriers: [] });
  });

  it('counts what the inside of a node refers to', () => {
    const body: Body = {
      nodes: [
        { kind: 'step', id: 'list', in: {} },
        { kind: 'step', id: 'scale', in: {} },
        {
          kind: 'foreach',
          id: 'each',
          items: { node: 'list', path: [] },
          body: { nodes: [{ kind: 'step', id: 'each/one', in: { by: { node: 'scale', path: ['x'] } } }] },
        },
        {
          kind: 'choose',
          id: 'pick',
          by: { param: 'mode', path: [] },
          cases: { a: { nodes: [{ kind: 'step', id: 'pick/a/one', in: {} }], result: { node: 'each', path: [] } } },
        },
      ],
    };
    expect(show(arrange(body).sequence)).toBe('[list | scale] each pick');
  });
});

describe('what is not series-parallel', () => {
  it('gets a barrier where it costs the least, and says so', () => {
    // n3 waits for n0 and n1, n2 for n0 alone: the smallest such shape.
    const { sequence, barriers } = arrange(
      bodyOf(4, [
        [0, 2],
        [0, 3],
        [1, 3],
      ]),
    );
    expect(show(sequence)).toBe('[n0 | n1] [n2 | n3]');
    expect(barriers).toEqual([
      {
        code: 'FLOW2001',
        severity: 'warning',
        at: 'n2',
        message: 'n2 also waits for n1',
        hint: expect.stringContaining('side by side'),
      },
    ]);
  });

  it('names three of many', () => {
    const edges: Edge[] = [
      [0, 8],
      [0, 9],
    ];
    for (let i = 1; i < 8; i += 1) edges.push([i, 9]);
    const { barriers } = arrange(bodyOf(10, edges));
    expect(barriers.map(({ message }) => message)).toEqual(['n8 also waits for n1, n2, n3 and 4 more']);
  });
});

describe('laws', () => {
  const dag = fc
    .integer({ min: 2, max: 14 })
    .chain((size) =>
      fc.tuple(
        fc.constant(size),
        fc.uniqueArray(
          fc.tuple(fc.nat(size - 1), fc.nat(size - 1)).filter(([one, two]) => one !== two),
          { maxLength: 30, selector: ([one, two]) => Math.min(one, two) * 100 + Math.max(one, two) },
        ),
        fc.shuffledSubarray([...Array(size).keys()], { minLength: size }),
      ),
    )
    // A random order of time makes the edges acyclic without tying them to the author's order.
    .map(([size, pairs, time]): [number, Edge[]] => [
      size,
      pairs.map(([one, two]): Edge => (time[one]! < time[two]! ? [one, two] : [two, one])),
    ]);

  it('every node once, every dependency kept', () => {
    fc.assert(
      fc.property(dag, ([size, edges]) => {
        const positions = positionsOf(arrange(bodyOf(size, edges)).sequence);
        expect(positions.size).toBe(size);
        const broken = edges.filter(([from, to]) => !isBefore(positions.get(`n${from}`)!, positions.get(`n${to}`)!));
        expect(broken).toEqual([]);
      }),
      { numRuns: 700 },
    );
  });

  it('without a barrier nothing waits for what it need not', () => {
    fc.assert(
      fc.property(dag, ([size, edges]) => {
        const { sequence, barriers } = arrange(bodyOf(size, edges));
        const positions = positionsOf(sequence);
        const reachable = closure(size, edges);
        const extra = [...pairs(size)].filter(
          ([one, two]) => isBefore(positions.get(`n${one}`)!, positions.get(`n${two}`)!) && !reachable[one]![two],
        );
        expect(barriers.length === 0).toBe(extra.length === 0);
      }),
      { numRuns: 700 },
    );
  });

  it('a series-parallel graph needs no barrier, with or without edges that follow from others', () => {
    fc.assert(
      fc.property(seriesParallel, fc.infiniteStream(fc.boolean()), ({ size, edges }, keep) => {
        const reachable = closure(size, edges);
        const shortcuts = [...pairs(size)].filter(([one, two]) => reachable[one]![two] && keep.next().value);
        const { sequence, barriers } = arrange(bodyOf(size, [...edges, ...shortcuts]));
        expect(barriers).toEqual([]);
        const positions = positionsOf(sequence);
        const different = [...pairs(size)].filter(
          ([one, two]) => isBefore(positions.get(`n${one}`)!, positions.get(`n${two}`)!) !== reachable[one]![two],
        );
        expect(different).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });
});

describe('large bodies', () => {
  const size = 10_000;

  it('a chain', () => {
    const edges = Array.from({ length: size - 1 }, (_, i): Edge => [i, i + 1]);
    const { sequence } = arrange(bodyOf(size, edges));
    expect(sequence).toHaveLength(size);
    expect(sequence.slice(0, 3)).toEqual(['n0', 'n1', 'n2']);
  });

  it('a fan between two steps', () => {
    const edges = Array.from({ length: size - 2 }, (_, i): Edge[] => [
      [0, i + 1],
      [i + 1, size - 1],
    ]).flat();
    const { sequence } = arrange(bodyOf(size, edges));
    expect(sequence).toHaveLength(3);
    expect((sequence[1] as { parallel: unknown[] }).parallel).toHaveLength(size - 2);
  });

  it.each([
    [
      'a comb, open at the end',
      (i: number): Edge[] => [
        [i, i + 1],
        [i, i + 2],
      ],
    ],
    [
      'a comb, open at the start',
      (i: number): Edge[] => [
        [i + 1, i],
        [i + 2, i],
      ],
    ],
  ])('%s', (_, edgesOf) => {
    const edges = Array.from({ length: size / 2 - 1 }, (__, i) => edgesOf(2 * i)).flat();
    const { sequence, barriers } = arrange(bodyOf(size - 1, edges));
    expect(barriers).toEqual([]);
    expect(countNodes(sequence)).toBe(size - 1);
  });
});

describe('a large body that is not series-parallel', () => {
  it('keeps every dependency, in near-linear time', () => {
    const size = 3000;
    // Each waits for two of the twenty before it, in a pattern without an end.
    const edges = Array.from({ length: size - 1 }, (_, i): Edge[] => [
      [Math.max(0, i - ((i * 7) % 20)), i + 1],
      [Math.max(0, i - ((i * 13) % 20)), i + 1],
    ]).flat();
    const { sequence, barriers } = arrange(bodyOf(size, edges));
    const positions = positionsOf(sequence);
    expect(positions.size).toBe(size);
    expect(barriers.length).toBeGreaterThan(0);
    expect(edges.filter(([from, to]) => !isBefore(positions.get(`n${from}`)!, positions.get(`n${to}`)!))).toEqual([]);
  });
});

function* pairs(size: number): Generator<[number, number]> {
  for (let one = 0; one < size; one += 1) for (let two = 0; two < size; two += 1) yield [one, two];
}

function closure(size: number, edges: readonly Edge[]): boolean[][] {
  const reachable = Array.from({ length: size }, () => new Array<boolean>(size).fill(false));
  for (const [from, to] of edges) reachable[from]![to] = true;
  for (let via = 0; via < size; via += 1) {
    for (const [one, two] of pairs(size)) {
      if (reachable[one]![via] && reachable[via]![two]) reachable[one]![two] = true;
    }
  }
  return reachable;
}

interface Shape {
  readonly size: number;
  readonly edges: readonly Edge[];
}

/** Series-parallel graphs by their definition, their nodes numbered at random. */
const seriesParallel: fc.Arbitrary<Shape> = fc
  .letrec<{ shape: Shape }>((tie) => {
    const two = fc.tuple(tie('shape'), tie('shape'));
    const shift = ({ edges }: Shape, by: number): Edge[] => edges.map(([from, to]): Edge => [from + by, to + by]);
    return {
      shape: fc.oneof(
        { maxDepth: 5 },
        fc.constant<Shape>({ size: 1, edges: [] }),
        two.map(([one, other]): Shape => {
          const edges = [...one.edges, ...shift(other, one.size)];
          for (let from = 0; from < one.size; from += 1) {
            for (let to = 0; to < other.size; to += 1) edges.push([from, to + one.size]);
          }
          return { size: one.size + other.size, edges };
        }),
        two.map(([one, other]): Shape => ({
          size: one.size + other.size,
          edges: [...one.edges, ...shift(other, one.size)],
        })),
      ),
    };
  })
  .shape.chain(({ size, edges }) =>
    fc.shuffledSubarray([...Array(size).keys()], { minLength: size }).map((names) => ({
      size,
      edges: edges.map(([from, to]): Edge => [names[from]!, names[to]!]),
    })),
  );
