import type { ForeachNode, Json, Reference, StrategySpec } from '@flowmap/graph';
import { strategyWords } from '@flowmap/graph';
import { buildBody } from './body.js';
import type { Definition, Draft } from './definition.js';
import { enter, report } from './definition.js';
import { handleOf } from './handle.js';
import type { User } from './inputs.js';
import { takeAfter } from './inputs.js';
import { refuseUnknown } from './known-options.js';
import type { AnyNode, Joined } from './node.js';
import type { ForeachOptions, Tolerable } from './options.js';
import { callerOf } from './place.js';
import { takeItems } from './take-items.js';
import type { Lifted } from './ref.js';
import type { Scope } from './scope.js';
import { takeSettings } from './take-settings.js';

const OPTIONS = ['items', 'tolerate', 'concurrency', 'strategy', 'after'];

/** Stands for a reference that was reported, so that the rest of the flow is checked all the same. */
const NOWHERE: Reference = { node: '', path: [] };

/** The `foreach` of one scope. `open` makes the scope of its body. */
export function foreachIn<P>(
  definition: Definition,
  draft: Draft,
  open: (draft: Draft) => Scope<P>,
): Scope<P>['foreach'] {
  return function foreach<T, N, B extends AnyNode, X extends Tolerable | undefined>(
    name: string,
    given: ForeachOptions<T, X>,
    body: (item: Lifted<T>, scope: Scope<P>) => B,
  ): Joined<B, X, N> {
    const place = callerOf(foreach);
    const id = enter(definition, draft, name, place);
    const user = { definition, at: id, place };
    const options = refuseUnknown<Partial<typeof given>>(user, given ?? {}, OPTIONS);
    const item = handleOf<T>({ item: id, path: [] });
    const node: ForeachNode = {
      kind: 'foreach',
      id,
      ...takeAfter(user, options.after),
      items: takeItems(user, options.items) ?? NOWHERE,
      body: buildBody(definition, id, typeof body === 'function' ? (inner) => body(item, open(inner)) : undefined, {
        what: `The body of ${id}`,
        at: id,
        place,
        resultRequired: true,
      }),
      ...takeSettings(user, options),
      ...takeStrategy(user, options.strategy),
    };
    draft.nodes.push(node);
    return { name: id, out: handleOf({ node: id, path: [] }) };
  };
}

/** What JSON holds of a strategy's options; undefined where they are missing, run in circles or hold a bigint. */
function plainOptions(options: unknown): Json | undefined {
  try {
    const text = JSON.stringify(options) as string | undefined;
    return text === undefined ? undefined : (JSON.parse(text) as Json);
  } catch {
    return undefined;
  }
}

/** Keeps the live strategy beside the graph, and in the graph what JSON can hold of it. */
function takeStrategy({ definition, at, place }: User, value: StrategySpec | undefined): Pick<ForeachNode, 'strategy'> {
  if (value === undefined) return {};
  if (typeof value !== 'object' || (value as unknown) === null || typeof value.kind !== 'string') {
    const hint = 'Call its factory: strategy: distributed({ batch: 100 }).';
    report(definition, { code: 'FLOW1110', at, message: `strategy of ${at} is no map strategy`, hint }, place);
    return {};
  }
  const { kind, apiVersion, package: from } = value;
  const options = plainOptions(value.options);
  if (options === undefined) {
    const message = `${strategyWords(value)} of ${at} has options that JSON cannot hold`;
    const hint = 'A strategy keeps in `options` what the graph is to say of it: {} at least.';
    report(definition, { code: 'FLOW1110', at, message, hint }, place);
    return {};
  }
  definition.strategies.set(at, value);
  return { strategy: { kind, apiVersion, options, ...(from === undefined ? {} : { package: from }) } };
}
