import type { Json } from '@flowmap/asl/language';
import type { Outcome } from '../ports.js';
import { SDK_METADATA } from './service-answer.js';

/** An execution that another one has started. Times are milliseconds since the epoch. */
export interface Nested {
  readonly arn: string;
  readonly name: string;
  readonly machineArn: string;
  readonly input: Json;
  readonly started: number;
  /** Undefined while it runs. */
  stopped: number | undefined;
}

/** What StartExecution answers, and TaskSubmitted says. */
export function startAnswer({ arn, started }: Nested): Json {
  return { ExecutionArn: arn, ...SDK_METADATA, StartDate: started };
}

/** The result of a task that waited for a success: with Input and Output as text (`.sync`), or as values (`.sync:2`). */
export function describeSucceeded(nested: Nested, output: Json, asText: boolean): Json {
  const value = (part: Json): Json => (asText ? JSON.stringify(part) : part);
  return {
    ExecutionArn: nested.arn,
    Input: value(nested.input),
    InputDetails: { Included: true },
    Name: nested.name,
    Output: value(output),
    OutputDetails: { Included: true },
    RedriveCount: 0,
    RedriveStatus: 'NOT_REDRIVABLE',
    RedriveStatusReason: 'Execution is SUCCEEDED and cannot be redriven',
    StartDate: nested.started,
    StateMachineArn: nested.machineArn,
    Status: 'SUCCEEDED',
    StopDate: nested.stopped ?? nested.started,
  };
}

/** The description of an execution that did not succeed, as the cause tells it: fields in order of their names. */
export function describeFailed(nested: Nested, outcome: Exclude<Outcome, { readonly status: 'SUCCEEDED' }>): Json {
  const { status, error, cause } = outcome;
  // That an execution as a whole timed out is told by its status alone.
  const isTimeout = status === 'TIMED_OUT';
  return {
    ...(cause === undefined || isTimeout ? {} : { Cause: cause }),
    ...(error === undefined || isTimeout ? {} : { Error: error }),
    ExecutionArn: nested.arn,
    Input: JSON.stringify(nested.input),
    InputDetails: { Included: true },
    Name: nested.name,
    RedriveCount: 0,
    RedriveStatus: 'REDRIVABLE',
    StartDate: nested.started,
    StateMachineArn: nested.machineArn,
    Status: status,
    StopDate: nested.stopped ?? nested.started,
  };
}
