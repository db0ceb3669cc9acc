import { describe, it, jest } from '@jest/globals';
import { lambda } from '@flowmap/compute-lambda';
import { distributed } from '@flowmap/map-distributed';
import { describeMapStrategy } from '@flowmap/testing';

// A run of 1,000 items takes a second, and more where several test files run at once.
jest.setTimeout(60_000);

// Behind its children it differs from first-file, which is tried with longer lists and on AWS Batch, by one state.
describeMapStrategy(
  distributed({ batch: 7, results: 'manifest' }),
  { describe, it },
  { most: 41, computes: [{ default: lambda() }] },
);
