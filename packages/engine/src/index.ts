export type { Clock, HistoryEvent, Outcome, Ports, RunOptions, TaskFailure, TaskRequest } from './ports.js';
export { DefinitionError, type Problem } from './problem.js';
export { check } from './machine/machine.js';
export { run } from './run.js';
export { simulatedClock } from './simulated-clock.js';
export type { ListedObject, ObjectChoice, ObjectStorage, ObjectUpload, StoredObject } from './objects.js';
