import * as fc from 'fast-check';
import type { Kind, Plan, PlannedNode, Use } from './plan.js';

/** Random flows. What a node uses is drawn as a number and taken among what it can see, so that flows shrink well. */
export function plans(): fc.Arbitrary<Plan> {
  return bodies(2).map((seed) => planOf(seed));
}

interface BodySeed {
  readonly nodes: readonly NodeSeed[];
  readonly result: number;
}

interface NodeSeed {
  readonly kind: 'step' | 'choose' | 'foreach';
  readonly uses: readonly number[];
  readonly after: readonly number[];
  readonly flags: number;
  readonly bound: number;
  readonly inner: readonly BodySeed[];
}

function bodies(depth: number): fc.Arbitrary<BodySeed> {
  return fc.record({
    nodes: fc.array(nodes(depth), { minLength: 1, maxLength: depth === 2 ? 6 : 3 }),
    result: fc.nat(7),
  });
}

function nodes(depth: number): fc.Arbitrary<NodeSeed> {
  const node = (kind: NodeSeed['kind'], count: number): fc.Arbitrary<NodeSeed> =>
    fc.record({
      kind: fc.constant(kind),
      uses: fc.array(fc.nat(30), { maxLength: 3 }),
      after: fc.array(fc.nat(7), { maxLength: 1 }),
      flags: fc.nat(0xffff),
      bound: fc.nat(20),
      inner: count === 0 ? fc.constant([]) : fc.array(bodies(depth - 1), { minLength: count, maxLength: count }),
    });
  if (depth === 0) return node('step', 0);
  return fc.oneof(
    { withCrossShrink: true },
    { arbitrary: node('step', 0), weight: 5 },
    { arbitrary: node('foreach', 1), weight: 4 },
    { arbitrary: node('choose', 3), weight: 1 },
  );
}

interface Visible {
  readonly name: string;
  readonly kind: Kind;
}

const PARAMS: readonly Visible[] = [
  { name: '$list', kind: { is: 'numbers' } },
  { name: '$mode', kind: { is: 'key' } },
];

function planOf(seed: BodySeed): Plan {
  let names = 0;
  const name = (): string => `n${(names += 1)}`;

  const body = (
    seeds: BodySeed,
    outer: readonly Visible[],
    tolerant: boolean,
  ): { readonly plan: Plan; readonly kind: Kind } => {
    const own: (Visible & { readonly node: PlannedNode })[] = [];
    for (const one of seeds.nodes) own.push(planNode(one, [...outer, ...own], own, tolerant));
    const result = own[seeds.result % own.length];
    if (!result) throw new Error('a body without nodes');
    return { plan: { nodes: own.map(({ node }) => node), result: result.name }, kind: result.kind };
  };

  const planNode = (
    { kind, uses, after, flags, bound, inner }: NodeSeed,
    visible: readonly Visible[],
    before: readonly Visible[],
    tolerant: boolean,
  ): Visible & { readonly node: PlannedNode } => {
    const flag = (bit: number): boolean => (flags >> bit) % 2 === 1;
    const own = name();
    const first = uses[0] ?? 0;
    const [one, two, three] = inner;
    const list = pick(visible.flatMap(listsOf), first);
    if (kind === 'foreach' && list && one) {
      const tolerate = flag(0) ? (flag(1) ? { count: bound % 4 } : { percentage: bound * 5 }) : undefined;
      const item: Visible = { name: `${own}*`, kind: list.item };
      const within = body(one, [...visible, item], tolerant || tolerate !== undefined);
      const node: PlannedNode = {
        kind: 'foreach',
        name: own,
        items: list.use,
        tolerate,
        strategy: flag(2) ? bound : undefined,
        concurrency: flag(3) ? 1 + (bound % 5) : undefined,
        body: within.plan,
      };
      return { name: own, kind: { is: 'collection', of: tolerate ? { is: 'other' } : within.kind }, node };
    }
    const by = pick(visible.flatMap(keysOf), first);
    if (kind === 'choose' && by && one && two && three) {
      const [a, b, c] = [one, two, three].map((seeds) => body(seeds, visible, tolerant));
      if (!a || !b || !c) throw new Error('a choose without its cases');
      // What no case was there for shows in the item's result only where that comes from the choose: so not among tolerated ones.
      const isOpen = flag(0) && !tolerant;
      const cases = { a: a.plan, b: b.plan, ...(isOpen ? {} : { otherwise: c.plan }) };
      const ends = [a, b, ...(isOpen ? [] : [c])];
      const isThing = ends.every((end) => end.kind.is === 'thing');
      return { name: own, kind: { is: isThing ? 'thing' : 'other' }, node: { kind: 'choose', name: own, by, cases } };
    }
    const node: PlannedNode = {
      kind: 'step',
      name: own,
      uses: uses.flatMap((use) => pick(visible.flatMap(inputsOf), use) ?? []),
      after: after.flatMap((use) => pick(before, use)?.name ?? []),
      unlucky: flag(0) && flag(1),
      caught: flag(2),
      flaky: flag(3) && flag(4),
      onBatch: flag(5) && flag(6),
    };
    return { name: own, kind: { is: 'thing' }, node };
  };

  return body(seed, PARAMS, false).plan;
}

function pick<T>(among: readonly T[], at: number): T | undefined {
  // The nearest first: what was defined just before is what is used most.
  return among[among.length - 1 - (at % Math.max(1, among.length))];
}

function listsOf({ name, kind }: Visible): readonly { readonly use: Use; readonly item: Kind }[] {
  switch (kind.is) {
    case 'thing':
      return [
        { use: { name, path: ['rows'] }, item: { is: 'row' } },
        { use: { name, path: ['list'] }, item: { is: 'number' } },
      ];
    case 'row':
      return [{ use: { name, path: ['days'] }, item: { is: 'number' } }];
    case 'numbers':
      return [{ use: { name, path: [] }, item: { is: 'number' } }];
    case 'collection':
      return [{ use: { name, path: [] }, item: kind.of }];
    case 'number':
    case 'key':
    case 'other':
      return [];
  }
}

function keysOf({ name, kind }: Visible): readonly Use[] {
  if (kind.is === 'key') return [{ name, path: [] }];
  return kind.is === 'thing' ? [{ name, path: ['key'] }] : [];
}

function inputsOf({ name, kind }: Visible): readonly Use[] {
  const whole: Use = { name, path: [] };
  return kind.is === 'thing' ? [{ name, path: ['n'] }, { name, path: ['rows'] }, whole] : [whole];
}
