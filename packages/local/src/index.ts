export type { LocalFailure, LocalOutcome, LocalRun } from './run-local.js';
export { runLocal } from './run-local.js';
export type { FailureReport, RunEvent } from './progress/run-event.js';
export type { NodeProgress, NodeState, Progress } from './progress/progress.js';
export { trackProgress } from './progress/progress.js';
export { createRunId, runIdProblem } from './run-id.js';
