import { describe, it, jest } from '@jest/globals';
import { batch } from '@flowmap/compute-batch';
import { distributed } from '@flowmap/map-distributed';
import { describeMapStrategy } from '@flowmap/testing';

// A run of 1,000 items takes a second, and more where several test files run at once.
jest.setTimeout(60_000);

// Its children are those of results none, which are tried with more, and on AWS Lambda too.
describeMapStrategy(
  distributed({ batch: 7, results: 'first-file' }),
  { describe, it },
  { most: 1_000, computes: [{ default: batch({ queue: 'jobs' }) }] },
);
