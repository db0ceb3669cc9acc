import type { MapStrategy } from '@flowmap/asl';
import { adaptive } from '@flowmap/map-adaptive';
import { distributed } from '@flowmap/map-distributed';
import { inline } from '@flowmap/map-inline';

/** The strategies that every other one must get on with. */
export const OTHERS: readonly { readonly named: string; readonly strategy: MapStrategy }[] = [
  { named: 'inline', strategy: inline() },
  { named: 'distributed', strategy: distributed() },
  { named: 'distributed in batches', strategy: distributed({ batch: 3 }) },
  { named: 'adaptive', strategy: adaptive([{ upTo: 1, use: inline() }, { use: distributed({ batch: 2 }) }]) },
];
