import type { ChoiceState } from '@flowmap/asl/language';
import type { AslFragment, MapStrategy, MapView } from '@flowmap/asl';

/** A strategy for lists up to a length. */
export interface Upto {
  /** The longest list, in items. Absent in the last, and only there: any length. */
  readonly upTo?: number;
  readonly use: MapStrategy;
}

/**
 * Decides between strategies by the cardinality, at run time, with one Choice. The first whose `upTo` is not passed runs.
 *
 * @param strategies in the order of their `upTo`; the last one has none and takes the rest.
 * @example adaptive([{ upTo: 1_000, use: inline() }, { use: distributed({ batch: 100 }) }])
 */
export function adaptive(strategies: readonly Upto[]): MapStrategy {
  return {
    kind: 'adaptive',
    apiVersion: 1,
    package: '@flowmap/map-adaptive',
    parts: strategies.map(({ use }) => use),
    options: {
      strategies: strategies.map(({ upTo, use }) => ({
        upTo: upTo ?? null,
        kind: use.kind,
        apiVersion: use.apiVersion,
        options: use.options,
        ...(use.package === undefined ? {} : { package: use.package }),
      })),
    },
    check: (foreach, view) => [
      ...(inOrder(strategies)
        ? []
        : [
            {
              code: 'FLOW3301' as const,
              severity: 'error' as const,
              at: foreach.id,
              message: 'the strategies of adaptive do not follow each other by length',
              hint: 'Give at least one, each `upTo` larger than the one before, and none to the last.',
            },
          ]),
      ...(view.source
        ? [
            {
              code: 'FLOW3302' as const,
              severity: 'error' as const,
              at: foreach.id,
              message: `runs over ${view.source.source}, whose number of items nobody knows before: adaptive cannot choose by it`,
              hint: 'Use distributed() for it.',
            },
          ]
        : []),
      ...strategies.flatMap(
        ({ use }) =>
          use.check?.(foreach, use === strategyFor(strategies, view.items) ? view : withoutItems(view)) ?? [],
      ),
    ],
    estimate: (foreach, load) => {
      const then = strategyFor(strategies, load.items)?.estimate?.(foreach, load);
      return then && load.choice(then);
    },
    lower: (foreach, context) => {
      const name = context.name('by-count');
      const fragments = strategies.map(({ upTo, use }, at) => ({
        upTo,
        fragment: use.lower(foreach, context.variant(variantName(strategies, at))),
      }));
      const last = fragments.at(-1);
      if (!last) throw new Error('adaptive was given no strategy');
      const choice: ChoiceState = {
        Type: 'Choice',
        Choices: fragments.slice(0, -1).map(({ upTo, fragment }) => ({
          Condition: `{% ${context.count()} <= ${upTo ?? 0} %}`,
          Next: fragment.start,
        })),
        Default: last.fragment.start,
      };
      return together(
        name,
        choice,
        fragments.map(({ fragment }) => fragment),
      );
    },
  };
}

function together(start: string, choice: ChoiceState, fragments: readonly AslFragment[]): AslFragment {
  return {
    start,
    states: Object.assign({ [start]: choice }, ...fragments.map(({ states }) => states)) as AslFragment['states'],
    exits: fragments.flatMap(({ exits }) => exits),
    policies: fragments.flatMap(({ policies }) => policies),
  };
}

/** Each strategy once; with two of one kind, their place is added. */
function variantName(strategies: readonly Upto[], at: number): string {
  const kind = strategies[at]?.use.kind.replaceAll('/', '-') ?? '';
  return strategies.filter(({ use }) => use.kind === strategies[at]?.use.kind).length > 1 ? `${kind}-${at + 1}` : kind;
}

function inOrder(strategies: readonly Upto[]): boolean {
  return (
    strategies.length > 0 &&
    strategies.every(({ upTo }, at) => {
      if (at === strategies.length - 1) return upTo === undefined;
      return upTo !== undefined && Number.isInteger(upTo) && upTo > (strategies[at - 1]?.upTo ?? -1);
    })
  );
}

/** The strategy that a list of a length gets. */
function strategyFor(strategies: readonly Upto[], items: number | undefined): MapStrategy | undefined {
  return items === undefined ? undefined : strategies.find(({ upTo = Infinity }) => items <= upTo)?.use;
}

/** What a strategy may know that does not get this list: its number of items says nothing of it. */
function withoutItems(view: MapView): MapView {
  const { target, single, source } = view;
  return {
    target,
    ...(source ? { source } : {}),
    single,
    get usage() {
      return view.usage;
    },
    get express() {
      return view.express;
    },
  };
}
