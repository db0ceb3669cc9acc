export type { Clock, HistoryEvent, Outcome, Ports, RunOptions, TaskFailure, TaskRequest } from './ports.js';
