import type { Argv } from 'yargs';

/** The flags that choose the strategy of those foreachs that name none. */
export interface StrategyFlags {
  readonly mapStrategy?: string | undefined;
  readonly useDistributedMap?: boolean | undefined;
}

/** The options for {@link StrategyFlags}. */
export function addStrategyOptions<T>(y: Argv<T>): Argv<T & StrategyFlags> {
  return y
    .option('map-strategy', {
      type: 'string',
      requiresArg: true,
      describe: 'Strategy of each foreach that names none: inline, distributed, adaptive, batch-array, or a package',
    })
    .option('use-distributed-map', { type: 'boolean', describe: 'Short for --map-strategy distributed' })
    .conflicts('map-strategy', 'use-distributed-map');
}
