import type { ForeachNode, StepNode } from '@flowmap/graph';
import { FlowError, invariant, isSource, startFact, wholeFact } from '@flowmap/graph';
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
import type { Ending } from './ending.js';
import { givenChild } from './given-child.js';
import { lowerArray } from './lower-array.js';
import { BATCHED, storeBatch, storeItem } from './lower-given.js';
import { lowerSettling } from './lower-settling.js';
import { lowerSourceSettling } from './lower-source-settling.js';
import { addressOf, lowerRange, type RangeEnd } from './lower-step.js';
import type { Block, BodyFacts, Lowering, Scope } from './lowering.js';
import { computeOf, stateName } from './lowering.js';
import { createNames } from './names.js';
import { settingExpression } from './setting.js';
import { sourceStates } from './source-states.js';
import { toleranceFields, toleratedItems } from './tolerance.js';
import { usageOf } from './usage.js';

/** What a strategy may know of a foreach before it emits; `items` where their number is known. */
export function mapView(lowering: Lowering, node: ForeachNode, items?: number): MapView {
  return {
    ...(items === undefined ? {} : { items }),
    target: lowering.options.target,
    ...(isSource(node.items) ? { source: node.items } : {}),
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
  const fact = startFact(lowering.publications, node.id);
  const whole = wholeFact(lowering.publications, node.id);
  const names = new Map<string, string>();
  const once = (key: string, make: () => string): string => {
    const name = names.get(key) ?? make();
    names.set(key, name);
    return name;
  };
  return {
    target: view.target,
    ...(view.source ? { source: view.source } : {}),
    single: view.single,
    get usage(): Usage {
      return view.usage;
    },
    get express(): ExpressFit {
      return view.express;
    },
    name: (role) => once(`.${role ?? ''}`, () => stateName(lowering, scope, node.id, role)),
    label: (role) =>
      once(`label ${role ?? ''}`, () =>
        lowering.names.label(`${node.id}${role === undefined ? '' : `-${role}`}${scope.tag}`),
      ),
    count: () => countOf(fact, node),
    sourceStates: () => {
      invariant(isSource(node.items), `the items of ${node.id} are no source's`);
      return sourceStates(node, node.items, { inside: insideOf(lowering, node), target: view.target });
    },
    tolerated: () => toleratedItems(node, countOf(whole, node)),
    concurrency: (data) =>
      node.concurrency === undefined ? undefined : settingExpression(node, 'concurrency', node.concurrency, data),
    child: (entry) => childOf(lowering, scope, node, entry),
    body: (kind, how = {}) => bodyOf(lowering, scope, node, kind, how),
    prefix: (area) => ({
      key: addressOf(lowering, scope, `${area}/${node.id}`),
      any: `${view.target.deployment}/*/${area}/${node.id}${scope.depth === 0 ? '' : '/*'}`,
    }),
    settle: (writer) => lowerSettling(lowering, scope, node, writer),
    settleSource: (writer) => lowerSourceSettling(lowering, scope, node, writer),
    tolerance: () => toleranceFields(node),
    variant: (tag) => mapContext(lowering, { ...scope, tag: `${scope.tag}@${tag}` }, node),
  };
}

/** A missing count must fail: `[0..missing-1]` is an empty list in JSONata, and the foreach would do nothing and succeed. */
function countOf(fact: string, node: ForeachNode): Expression {
  if (isSource(node.items)) {
    throw new FlowError(
      'COUNT_MISSING',
      `asks for the number of items of ${node.id}, which the service has yet to read`,
      {
        hint: 'Refuse sources in `check`, or run over them by `sourceStates`.',
      },
    );
  }
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
  const inside = insideOf(lowering, node);
  const facts = factField(Object.fromEntries(inside.map((name) => [name, factInData(name)])));
  const run = { run: template('$states.input.run') };
  if (entry.kind === 'given') {
    invariant(isSource(node.items), `the items of ${node.id} are no source's`);
    return givenChild(scope, node.items, inside, entry.by);
  }
  if (entry.kind !== 'item') {
    return { ...run, i: template('$states.input.i'), ...facts, from: template(entry.from), to: template(entry.to) };
  }
  const index = scope.depth === 0 ? `$states.input.i & ${entry.index}` : `$states.input.i & '.' & ${entry.index}`;
  return { ...run, i: template(index), ...facts };
}

/** The facts of outer scopes that a body reads, in the order of their names. */
function insideOf(lowering: Lowering, node: ForeachNode): readonly string[] {
  return [...(lowering.facts.get(node.id)?.inside ?? [])].sort();
}

function bodyOf(
  lowering: Lowering,
  scope: Scope,
  node: ForeachNode,
  kind: Entry['kind'],
  { failing = 'answers', answer = 'number', within }: BodyOptions,
): ChildStates {
  // An array counts by itself what failed, and what it cannot count must fail.
  const answers = node.tolerate !== undefined && failing === 'answers' && kind !== 'array';
  invariant(!answers || answer === 'number', `an item of ${node.id} that failed has no record`);
  const failure = answers ? stateName(lowering, scope, node.id, 'failed') : undefined;
  const inner: Scope = {
    depth: scope.depth + 1,
    tag: scope.tag,
    ...(failure === undefined ? {} : { failure }),
  };
  const end: RangeEnd = {
    ...(node.tolerate ? { failing } : {}),
    answer: (run, items, ok) => answerOf(answer, run, items, ok),
    ...(within === undefined ? {} : { within }),
  };
  const block =
    kind === 'range'
      ? rangeOf(lowering, inner, node, end)
      : kind === 'array'
        ? lowerArray(lowering, inner, onlyStep(lowering, node), end)
        : itemOf(lowering, inner, node, answerOf(answer, '$states.input.run', '1', '1'));
  const failed: { readonly [name: string]: State } =
    failure === undefined ? {} : { [failure]: { Type: 'Pass', Output: '{% 0 %}', End: true } };
  const states = { ...block.states, ...failed };
  noteEmitter(lowering.emitters, states, 'compiler');
  return { StartAt: block.start, States: states, policies: block.policies };
}

/** What a child gives of its items. */
function answerOf(
  kind: NonNullable<BodyOptions['answer']>,
  run: Expression,
  items: Expression,
  ok: Expression,
): Expression {
  return kind === 'number' ? ok : `{'run': ${run}, 'items': ${items}, 'ok': ${ok}}`;
}

/** The body for one item. That of a source is stored first, where its tasks find it. */
function itemOf(lowering: Lowering, scope: Scope, node: ForeachNode, answer: Expression): Block {
  const ending: Ending = { live: new Set(), answer: { kind: 'value', expression: answer } };
  const block = lowering.lowerBody(lowering, scope, node.body, ending);
  return isSource(node.items) ? storeItem(lowering, scope, node, block) : block;
}

/** The task of a range. Items of a source go along with it where its compute can take them, and are stored for it otherwise. */
function rangeOf(lowering: Lowering, scope: Scope, node: ForeachNode, end: RangeEnd): Block {
  const step = onlyStep(lowering, node);
  if (!isSource(node.items)) return lowerRange(lowering, scope, step, end);
  if (computeOf(lowering.options, step).carriesItems) return lowerRange(lowering, scope, step, end, BATCHED);
  return storeBatch(lowering, scope, node, lowerRange(lowering, scope, step, end));
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
