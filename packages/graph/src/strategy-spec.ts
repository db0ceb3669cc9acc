import type { Json } from './json.js';

/**
 * The JSON face of a map strategy. A strategy value is one of these with methods, which `JSON.stringify` leaves out, so
 * the graph keeps what was chosen without knowing what it does.
 */
export interface StrategySpec {
  /** `inline`, `distributed`, or `vendor/name` for a strategy from elsewhere. */
  readonly kind: string;
  /** The version of the plugin interface that the strategy was written for. */
  readonly apiVersion: 1;
  readonly options: Json;
  /** The package that it comes from, as messages name it: `@flowmap/map-inline`. */
  readonly package?: string;
}

/** How a strategy is spoken of: `the strategy acme/shards (@acme/flowmap-shards)`. */
export function strategyWords({ kind, package: from }: Pick<StrategySpec, 'kind' | 'package'>): string {
  return `the strategy ${kind}${from === undefined ? '' : ` (${from})`}`;
}
