import { batch } from '@flowmap/compute-batch';
import { lambda } from '@flowmap/compute-lambda';
import { adaptive } from '@flowmap/map-adaptive';
import { distributed } from '@flowmap/map-distributed';
import { inline } from '@flowmap/map-inline';
import { dynamodbRunStates } from '@flowmap/metadata-dynamodb';
import type { CompileOptions, Compute, MapStrategy, Target } from '../../src/index.js';

/** Every strategy, in every way to go on. */
export const STRATEGIES: { readonly [name: string]: MapStrategy } = {
  inline: inline(),
  distributed: distributed(),
  batched: distributed({ batch: 100 }),
  manifest: distributed({ batch: 100, results: 'manifest' }),
  'first-file': distributed({ results: 'first-file' }),
  adaptive: adaptive([{ upTo: 1_000, use: inline() }, { use: distributed({ batch: 100 }) }]),
};

/** Every compute. */
export const COMPUTES: { readonly [name: string]: Compute } = { lambda: lambda(), batch: batch({ queue: 'jobs' }) };

/** What a graph of these tests is compiled with. */
export function options(strategy: MapStrategy, compute: Compute, target: Partial<Target> = {}): CompileOptions {
  return {
    strategies: new Map(),
    fallback: strategy,
    computes: { default: compute },
    run: dynamodbRunStates(),
    target: {
      deployment: 'golden',
      partition: 'aws',
      region: 'us-east-1',
      account: '123456789012',
      machine: 'golden',
      table: 'flowmap',
      bucket: 'artifacts',
      code: '0123456789ab',
      ...target,
    },
  };
}
