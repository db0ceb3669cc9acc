import type { Compute, MapStrategy, Target } from '@flowmap/asl';

/** What `flowmap.config.ts` says of a project. */
export interface Config {
  /** The strategy of every foreach that names none. `--map-strategy` wins over it. Default: inline. */
  readonly strategy?: MapStrategy;
  /** Where steps run: `default`, and those that steps ask for by `resources.on`. Default: AWS Lambda. */
  readonly computes?: { readonly [name: string]: Compute };
  /** Names that definitions and policies use. What is left out has a default that is good for a local run. */
  readonly target?: Partial<Omit<Target, 'code'>>;
  /** Packages that are not taken into the bundle, such as those with native parts. They must be installed where the code runs. */
  readonly external?: readonly string[];
}

/**
 * Gives back a configuration, typed. `flowmap.config.ts` exports it as its default; it is looked for beside the flow file, then
 * in each folder above.
 *
 * @example
 * import { defineConfig } from '@flowmap/cli';
 * import { distributed } from '@flowmap/map-distributed';
 *
 * export default defineConfig({ strategy: distributed({ batch: 100 }) });
 */
export function defineConfig(config: Config): Config {
  return config;
}
