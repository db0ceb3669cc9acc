export type { ClientStores } from './stores.js';
export { runsOf } from './runs-of.js';
export type { Runs, RunsOptions } from './runs-of.js';
export type { PastRun } from './past-run.js';
export type { EndedTask, FailedTask, PastStep, PastTask, StepLogs } from './past-task.js';
export type { ParamsOf, ResultOf, StepsOf, UnknownFlow } from './flow-types.js';
