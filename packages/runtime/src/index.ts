export { dispatch } from './dispatch.js';
export { readResult } from './read-result.js';
export { isResults } from './read/collection.js';
export { TaskFailure, taskFailure } from './errors/task-failure.js';
export { describeError } from './errors/describe-error.js';
export { decodeServiceError } from './errors/service-error.js';
export type { ServiceError } from './errors/service-error.js';
export type { LogLine, TaskClock, TaskPorts } from './ports.js';
export type { RunStores } from './run-scope.js';
