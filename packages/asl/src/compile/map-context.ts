import type { ForeachNode, StepNode } from '@flowmap/graph';
import { countFact, invariant } from '@flowmap/graph';
import type { Expression, State, Template } from '../language/index.js';
import type {
  BodyOptions,
  ChildStates,
  Compute,
  Entry,
  ExpressFit,
  MapContext,
  MapView,
  Usage,
} from '../plugin/index.js';
import { noteEmitter } from './emitters.js';
import { expressFit } from './express-fit.js';
import { factField, factInData, literal, template } from './expression.js';
import { lowerRange } from './lower-step.js';
import type { BodyFacts, Lowering, Scope } from './lowering.js';
import { computeOf, stateName } from './lowering.js';
import { createNames } from './names.js';
import { settingExpression } from './setting.js';
import { toleratedItems } from './tolerance.js';
import { usageOf } from './usage.js';

/** What a strategy may know of a foreach before it emits; `items` where their number is known. */
export function mapView(lowering: Lowering, node: ForeachNode, items?: number): MapView {
  return {
    ...(items === undefined ? {} : { items }),
    target: lowering.options.target,
    single: singleStep(lowering, node),
    get usage(): Usage {
      return aside(lowering, node).usage;
    },
    get express(): ExpressFit {
      return aside(lowering, node).express;
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
    get express(): ExpressFit {
      return view.express;
    },
    name: (role) => once(`.${role ?? ''}`, () => stateName(lowering, scope, node.id, role)),
    label: () => once('label', () => lowering.names.label(`${node.id}${scope.tag}`)),
    count: () => countOf(fact, node),
    tolerated: () => toleratedItems(node, countOf(fact, node)),
    concurrency: () =>
      node.concurrency === undefined ? undefined : settingExpression(node, 'concurrency', node.concurrency),
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
  if (entry.kind === 'range') {
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
  { failing = 'answers', answer = 'number', within }: BodyOptions,
): ChildStates {
  const answers = node.tolerate !== undefined && failing === 'answers';
  const failure = answers ? stateName(lowering, scope, node.id, 'failed') : undefined;
  const inner: Scope = {
    depth: scope.depth + 1,
    tag: scope.tag,
    ...(failure === undefined ? {} : { failure }),
  };
  const block =
    kind === 'item'
      ? lowering.lowerBody(lowering, inner, node.body, {
          live: new Set(),
          answer: { kind: 'value', expression: answerOf(answer, '1', '1') },
        })
      : lowerRange(lowering, inner, onlyStep(lowering, node), {
          ...(node.tolerate ? { failing } : {}),
          answer: (items, ok) => answerOf(answer, items, ok),
          ...(within === undefined ? {} : { within }),
        });
  const failed: { readonly [name: string]: State } =
    failure === undefined ? {} : { [failure]: { Type: 'Pass', Output: '{% 0 %}', End: true } };
  const states = { ...block.states, ...failed };
  noteEmitter(lowering.emitters, states, 'compiler');
  return { StartAt: block.start, States: states, policies: block.policies };
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

/** Lowers the body once on the side and looks at it: under names of its own, so that the machine's stay as they are. */
function aside(lowering: Lowering, node: ForeachNode): BodyFacts {
  const known = lowering.bodies.get(node.id);
  if (known) return known;
  const apart: Lowering = { ...lowering, names: createNames(), diagnostics: [], emitters: new Map() };
  const body = bodyOf(apart, { depth: 0, tag: '' }, node, 'item', { failing: 'fails' });
  const facts: BodyFacts = { usage: usageOf(body), express: expressFit(body, node.body) };
  lowering.bodies.set(node.id, facts);
  return facts;
}
