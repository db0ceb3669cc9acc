import { availableParallelism } from 'node:os';

/** One run over every package and example; each has its own jest.config.mjs. */
export default {
  // Two at least: a single one would run everything in jest's own process, whose memory is never given back.
  maxWorkers: Math.max(2, availableParallelism()),
  // Modules of a test file outlive it in a worker, so a worker that has grown is replaced.
  workerIdleMemoryLimit: '600MB',
  // For a machine that is busy with something else: no test waits for time to pass.
  testTimeout: 60_000,
  projects: ['<rootDir>/packages/*/jest.config.mjs', '<rootDir>/examples/*/jest.config.mjs'],
};
