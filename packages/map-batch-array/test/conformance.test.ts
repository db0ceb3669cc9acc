import { describe, it, jest } from '@jest/globals';
import { batch } from '@flowmap/compute-batch';
import { batchArray } from '@flowmap/map-batch-array';
import { describeMapStrategy } from '@flowmap/testing';

// A run of 1,000 items takes a second, and more where several test files run at once.
jest.setTimeout(60_000);

describeMapStrategy(
  batchArray(),
  { describe, it },
  { shapes: ['one step'], computes: [{ default: batch({ queue: 'jobs' }) }], concurrency: false },
);
