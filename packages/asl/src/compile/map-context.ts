import type { ForeachNode, StepNode } from '@flowmap/graph';
import { countFact, invariant } from '@flowmap/graph';
import type { Expression, State, Template } from '../language/index.js';
import type { BodyOptions, ChildStates, Compute, Entry, MapContext, MapView, Usage } from '../plugin/index.js';
import { factField, factInData, literal, template } from './expression.js';
import { lowerArray } from './lower-array.js';
import { lowerRange, type RangeEnd } from './lower-step.js';
import type { Lowering, Scope } from './lowering.js';
import { computeOf, stateName } from './lowering.js';
import { createNames } from './names.js';
import { toleratedItems } from './tolerance.js';
import { usageOf } from './usage.js';

/** What a strategy may know of a foreach before it emits; `items` where their number is known. */
export function mapView(lowering: Lowering, node: ForeachNode, items?: number): MapView {
  return {
    ...(items === undefined ? {} : { items }),
    target: lowering.options.target,
    single: singleStep(lowering, node),
    get usage(): Usage {
      return bodyUsage(lowering, node);
    },
  };
}

/** What a strategy emits a foreach with. */
export function mapContext(lowering: Lowering, scope: Scope, node: ForeachNode): MapContext {
  const view = mapView(lowering, node);
  const fact = countFact(lowering.publications, node.id);
  const names = new Map<string, string>();
  const once = (key: string, make: () => string): string => {
    const name = names.get(key) ?? make();
    names.set(key, name);
    return name;
  };
  return {
    target: view.target,
    single: view.single,
    get usage(): Usage {
      return view.usage;
    },
    name: (role) => once(`.${role ?? ''}`, () => stateName(lowering, scope, node.id, role)),
    label: () => once('label', () => lowering.names.label(`${node.id}${scope.tag}`)),
    count: () => countOf(fact, node),
    tolerated: () => node.tolerate && toleratedItems(node.tolerate, countOf(fact, node)),
    child: (entry) => childOf(lowering, scope, node, entry),
    body: (kind, how = {}) => bodyOf(lowering, scope, node, kind, how),
    variant: (tag) => mapContext(lowering, { ...scope, tag: `${scope.tag}@${tag}` }, node),
  };
}

/** A missing count must fail: `[0..missing-1]` is an empty list in JSONata, and the foreach would do nothing and succeed. */
function countOf(fact: string, node: ForeachNode): Expression {
  const read = factInData(fact);
  return `($exists(${read}) ? ${read} : $error(${literal(`no cardinality: ${node.id}`)}))`;
}

/** The complete ItemSelector: the root run, the index path, and the facts of outer scopes that the body reads. */
function childOf(
  lowering: Lowering,
  scope: Scope,
  node: ForeachNode,
  entry: Entry,
): { readonly [name: string]: Template } {
  const inside = [...(lowering.facts.get(node.id)?.inside ?? [])].sort();
  const facts = factField(Object.fromEntries(inside.map((name) => [name, factInData(name)])));
  const run = { run: template('$states.input.run') };
  if (entry.kind !== 'item') {
    return { ...run, i: template('$states.input.i'), ...facts, from: template(entry.from), to: template(entry.to) };
  }
  const index = scope.depth === 0 ? `$string(${entry.index})` : `$states.input.i & '.' & ${entry.index}`;
  return { ...run, i: template(index), ...facts };
}

function bodyOf(
  lowering: Lowering,
  scope: Scope,
  node: ForeachNode,
  kind: Entry['kind'],
  { failing = 'answers', answer = 'number' }: BodyOptions,
): ChildStates {
  // An array counts by itself what failed, and what it cannot count must fail.
  const answers = node.tolerate !== undefined && failing === 'answers' && kind !== 'array';
  const failure = answers ? stateName(lowering, scope, node.id, 'failed') : undefined;
  const inner: Scope = {
    depth: scope.depth + 1,
    tag: scope.tag,
    ...(failure === undefined ? {} : { failure }),
  };
  const end: RangeEnd = {
    ...(node.tolerate ? { failing } : {}),
    answer: (items, ok) => answerOf(answer, items, ok),
  };
  const block =
    kind === 'item'
      ? lowering.lowerBody(lowering, inner, node.body, {
          live: new Set(),
          answer: { kind: 'value', expression: answerOf(answer, '1', '1') },
        })
      : (kind === 'array' ? lowerArray : lowerRange)(lowering, inner, onlyStep(lowering, node), end);
  const failed: { readonly [name: string]: State } =
    failure === undefined ? {} : { [failure]: { Type: 'Pass', Output: '{% 0 %}', End: true } };
  return { StartAt: block.start, States: { ...block.states, ...failed }, policies: block.policies };
}

/** What a child gives of its items. */
function answerOf(kind: NonNullable<BodyOptions['answer']>, items: Expression, ok: Expression): Expression {
  return kind === 'number' ? ok : `{'run': $states.input.run, 'items': ${items}, 'ok': ${ok}}`;
}

function onlyStep(lowering: Lowering, node: ForeachNode): StepNode {
  const single = singleStep(lowering, node);
  invariant(single, `the body of ${node.id} is more than one step, so no worker can run a range of it`);
  return single.step;
}

/** The step of a body that is one step and gives that step's output whole, or nothing. */
export function singleStep(
  lowering: Pick<Lowering, 'options'>,
  node: ForeachNode,
): { readonly step: StepNode; readonly compute: Compute } | undefined {
  const [step, ...more] = node.body.nodes;
  const result = node.body.result;
  if (step?.kind !== 'step' || more.length > 0) return undefined;
  if (result && !('node' in result && result.path.length === 0)) return undefined;
  return { step, compute: computeOf(lowering.options, step) };
}

/** Lowers the body once on the side and counts: under names of its own, so that the machine's stay as they are. */
function bodyUsage(lowering: Lowering, node: ForeachNode): Usage {
  const known = lowering.usage.get(node.id);
  if (known) return known;
  const aside: Lowering = { ...lowering, names: createNames(), diagnostics: [] };
  const body = bodyOf(aside, { depth: 0, tag: '' }, node, 'item', { failing: 'fails' });
  const usage = usageOf(body);
  lowering.usage.set(node.id, usage);
  return usage;
}
