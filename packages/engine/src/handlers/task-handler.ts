import type { Json } from '@flowmap/asl/language';
import type { TaskRequest } from '../ports.js';

/**
 * Does a task's work. What it returns becomes JSON as JSON.stringify makes it; what it throws fails the state.
 * The first argument is a copy, which it may change.
 */
export type TaskHandler = {
  // A method's parameters may be narrower: handlers say what input they expect.
  handle(input: Json, request: TaskRequest): unknown;
}['handle'];

/** Handlers by the name of a state, by a full resource, or by the name or ARN of a Lambda function. */
export type TaskHandlers = Readonly<Record<string, TaskHandler>>;
