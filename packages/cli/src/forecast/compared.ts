import type { MapStrategy } from '@flowmap/asl';
import { adaptive } from '@flowmap/map-adaptive';
import { batchArray } from '@flowmap/map-batch-array';
import { distributed } from '@flowmap/map-distributed';
import { inline } from '@flowmap/map-inline';

/** The strategies that `--compare` puts side by side, each for every foreach of a flow. */
export const COMPARED: readonly { readonly name: string; readonly strategy: MapStrategy }[] = [
  { name: 'inline', strategy: inline() },
  { name: 'distributed', strategy: distributed() },
  ...[10, 100, 1_000].map((batch) => ({ name: `distributed, batch ${batch}`, strategy: distributed({ batch }) })),
  { name: 'distributed, EXPRESS, batch 100', strategy: distributed({ batch: 100, children: 'EXPRESS' }) },
  { name: 'batch-array', strategy: batchArray() },
  {
    name: 'adaptive, 1000 then batch 100',
    strategy: adaptive([{ upTo: 1_000, use: inline() }, { use: distributed({ batch: 100 }) }]),
  },
];
