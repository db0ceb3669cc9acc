import { describe, it, jest } from '@jest/globals';
import { adaptive } from '@flowmap/map-adaptive';
import { distributed } from '@flowmap/map-distributed';
import { inline } from '@flowmap/map-inline';
import { describeMapStrategy } from '@flowmap/testing';

// A run of 1,000 items takes a second, and more where several test files run at once.
jest.setTimeout(60_000);

const strategy = adaptive([
  { upTo: 10, use: inline() },
  { upTo: 100, use: distributed() },
  { use: distributed({ batch: 30 }) },
]);
describeMapStrategy(strategy, { describe, it }, { name: 'adaptive between inline, distributed and batches' });
