import type { AslFragment, MapStrategy } from '@flowmap/asl';
import type { MapState, State, States } from '@flowmap/asl/language';

/** A strategy that breaks the contract in one way, and the checks that have to see it. */
export interface Broken {
  readonly how: string;
  /** What it is without its fault. */
  readonly whole: MapStrategy;
  readonly fault: (whole: MapStrategy) => MapStrategy;
  /** Names of the checks, each of which sees it. */
  readonly seen: RegExp;
}

/** A strategy whose fragment is changed. */
export function changed(
  strategy: MapStrategy,
  change: (fragment: AslFragment, foreach: Parameters<MapStrategy['lower']>[0]) => AslFragment,
): MapStrategy {
  return { ...strategy, lower: (foreach, context) => change(strategy.lower(foreach, context), foreach) };
}

/** A strategy whose Map state is changed. */
export function withMap(strategy: MapStrategy, change: (state: MapState) => Partial<MapState>): MapStrategy {
  return changed(strategy, (fragment) => {
    const state = fragment.states[fragment.start] as MapState;
    return { ...fragment, states: { ...fragment.states, [fragment.start]: { ...state, ...change(state) } } };
  });
}

/** A strategy that puts a state before its Map. */
export function withBefore(strategy: MapStrategy, role: string, make: (next: string) => State): MapStrategy {
  return changed(strategy, (fragment) => {
    const start = `${fragment.start}.${role}`;
    return { ...fragment, start, states: { [start]: make(fragment.start), ...fragment.states } };
  });
}

/** A strategy whose children's own states are changed. */
export function withBody(strategy: MapStrategy, change: (states: States) => States): MapStrategy {
  return withMap(strategy, ({ ItemProcessor }) =>
    ItemProcessor ? { ItemProcessor: { ...ItemProcessor, States: change(ItemProcessor.States) } } : {},
  );
}

/** The inside of a template of one expression. */
export function expression(template: unknown): string {
  return String(template).replace(/^\{% | %\}$/g, '');
}

/** A field of the ItemSelector, as an expression. */
export function selected({ ItemSelector }: MapState, name: string): string {
  return expression((ItemSelector as { readonly [name: string]: unknown })[name]);
}
