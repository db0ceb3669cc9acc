export type { ClientStores } from './stores.js';
export { runsOf } from './runs-of.js';
export type { Runs, RunsOptions } from './runs-of.js';
export type { PastRun } from './past-run.js';
export type { EndedTask, FailedTask, PastTask, StepTasks } from './past-task.js';
