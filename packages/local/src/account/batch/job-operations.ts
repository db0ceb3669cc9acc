import { type Operation, operation } from '../protocol/operation.js';
import { list } from '../protocol/shape.js';
import type { BatchState } from './batch-state.js';
import { IDENTIFIER } from './members.js';

/** Describes the jobs that were put there. */
export function jobOperations(state: BatchState): Record<string, Operation> {
  return {
    DescribeJobs: operation({
      required: { jobs: list(IDENTIFIER, 0, 100) },
      run: ({ jobs: ids }) => ({
        jobs: ids.flatMap((id) => state.jobs.get(id) ?? []),
      }),
    }),
  };
}
