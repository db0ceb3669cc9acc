import type { MapStrategy } from '@flowmap/asl';
import type { AnyNode, Flow, Items, Node, Ref, Scope } from '@flowmap/flow';
import { flow, param } from '@flowmap/flow';
import { plain } from '@flowmap/testing';
import type { Plan, PlannedChoose, PlannedForeach, PlannedStep, Use } from './plan.js';
import { work } from './work.js';

interface Params {
  readonly list: readonly number[];
  readonly mode: string;
}

/** What a name stands for while the flow is defined: a handle, and a node where it is one. */
interface Named {
  readonly out: Ref<unknown>;
  readonly node?: AnyNode;
}

/** Sees every call of a step's code that does not fail at first only to be repeated; what it throws, the code throws. */
export type Watch = (call: {
  readonly name: string;
  readonly address: string;
  readonly inputs: readonly unknown[];
}) => void;

/** What is the same for all nodes of a flow. */
interface Making {
  readonly strategies: readonly MapStrategy[];
  readonly watch: Watch;
}

/** The flow of a plan, through the same functions as an author uses. */
export function build(plan: Plan, strategies: readonly MapStrategy[], watch: Watch = () => undefined): Flow {
  return flow({ name: 'random', params: { list: param.json<readonly number[]>(), mode: param.string() } }, (scope) => {
    const known = new Map<string, Named>([
      ['$list', { out: scope.input.list }],
      ['$mode', { out: scope.input.mode }],
    ]);
    return buildBody(plan, scope, known, { strategies, watch });
  });
}

function buildBody(
  { nodes, result }: Plan,
  scope: Scope<Params>,
  outer: ReadonlyMap<string, Named>,
  making: Making,
): Node<unknown> {
  const known = new Map(outer);
  const made = new Map<string, Node<unknown>>();
  for (const planned of nodes) {
    const node = (): Node<unknown> => {
      if (planned.kind === 'step') return buildStep(planned, scope, known, making);
      if (planned.kind === 'foreach') return buildForeach(planned, scope, known, making);
      return buildChoose(planned, scope, known, making);
    };
    const own = node();
    made.set(planned.name, own);
    known.set(planned.name, { out: own.out, node: own });
  }
  const last = made.get(result);
  if (!last) throw new Error(`a body without its result ${result}`);
  return last;
}

function buildStep(
  planned: PlannedStep,
  scope: Scope<Params>,
  known: ReadonlyMap<string, Named>,
  { watch }: Making,
): Node<unknown> {
  const { name, uses, after, unlucky, flaky, caught, onBatch } = planned;
  const inputsOf = async (given: { readonly [name: string]: unknown }): Promise<readonly unknown[]> =>
    Promise.all(uses.map((_, at) => plain(given[`u${at}`])));
  const step = scope.step(
    name,
    {
      in: Object.fromEntries(uses.map((use, at) => [`u${at}`, handleOf(use, known)])),
      after: after.flatMap((other) => known.get(other)?.node ?? []),
      ...(flaky ? { retry: { attempts: 2 } } : {}),
      ...(onBatch ? { resources: { on: 'batch' } } : {}),
    },
    async ({ in: given, attempt, address }) => {
      const inputs = await inputsOf(given);
      if (flaky && attempt === 1) throw new Error('at first it fails');
      watch({ name, address, inputs });
      return work(name, inputs, unlucky);
    },
  );
  if (!caught) return step;
  const rescued = step.catch(`${name}-rescue`, async ({ in: given, error }) =>
    work(`${name}-rescue`, [...(await inputsOf(given)), error.name, error.message], false),
  );
  return rescued as Node<unknown>;
}

function buildForeach(
  { name, items, tolerate, strategy, concurrency, body }: PlannedForeach,
  scope: Scope<Params>,
  known: ReadonlyMap<string, Named>,
  making: Making,
): Node<unknown> {
  const own = strategy === undefined ? undefined : making.strategies[strategy % making.strategies.length];
  const node = scope.foreach(
    name,
    {
      items: handleOf(items, known) as Items<unknown>,
      ...(tolerate ? { tolerate } : {}),
      ...(own ? { strategy: own } : {}),
      ...(concurrency === undefined ? {} : { concurrency }),
    },
    (item, inner) => buildBody(body, inner, new Map([...known, [`${name}*`, { out: item }]]), making),
  );
  return node;
}

function buildChoose(
  { name, by, cases }: PlannedChoose,
  scope: Scope<Params>,
  known: ReadonlyMap<string, Named>,
  making: Making,
): Node<unknown> {
  const bodyOf =
    (plan: Plan) =>
    (inner: Scope<Params>): Node<unknown> =>
      buildBody(plan, inner, known, making);
  const key = handleOf(by, known) as Ref<'a' | 'b'>;
  const { a, b, otherwise } = cases;
  const closed = { a: bodyOf(a), b: bodyOf(b) };
  return scope.choose(name, key, otherwise ? { ...closed, otherwise: bodyOf(otherwise) } : closed);
}

function handleOf({ name, path }: Use, known: ReadonlyMap<string, Named>): Ref<unknown> {
  const named = known.get(name);
  if (!named) throw new Error(`nothing is named ${name}`);
  return path.reduce<Ref<unknown>>(
    (handle, part) => (handle as unknown as Record<string, Ref<unknown>>)[part]!,
    named.out,
  );
}
