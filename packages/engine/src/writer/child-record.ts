import type { Json } from '@flowmap/asl/language';
import type { Outcome } from '../ports.js';

/** A child of a Map Run that was to run, has run or was stopped. */
export interface Child {
  readonly type: 'STANDARD' | 'EXPRESS';
  readonly machineArn: string;
  readonly input: Json;
  /** Undefined of one that was never started. */
  readonly run:
    | {
        readonly arn: string;
        /** Milliseconds since the epoch. */
        readonly started: number;
        readonly stopped: number;
        readonly redrives: number;
        readonly outcome: Outcome;
      }
    | undefined;
}

/**
 * All that a result file tells of a child, as without a transformation. Input and Output are JSON texts.
 *
 * Source: AWS Step Functions developer guide, "ResultWriter", for children that succeeded; Error, Cause and the records of
 * others are as DescribeExecution has them, which is not recorded.
 */
export function recordOf({ type, machineArn, input, run }: Child): Json {
  const given = { Input: JSON.stringify(input), InputDetails: { Included: true } };
  if (run === undefined) return { ...given, StateMachineArn: machineArn, Status: 'PENDING' };
  const { arn, started, stopped, redrives, outcome } = run;
  return {
    ...(outcome.status === 'SUCCEEDED' || outcome.cause === undefined ? {} : { Cause: outcome.cause }),
    ...(outcome.status === 'SUCCEEDED' || outcome.error === undefined ? {} : { Error: outcome.error }),
    ExecutionArn: arn,
    ...given,
    Name: arn.slice(arn.lastIndexOf(':') + 1),
    ...(outcome.status === 'SUCCEEDED' ? { Output: JSON.stringify(outcome.output) } : {}),
    OutputDetails: { Included: true },
    RedriveCount: redrives,
    ...redriveStatus(type, outcome),
    StartDate: new Date(started).toISOString(),
    StateMachineArn: machineArn,
    Status: outcome.status,
    StopDate: new Date(stopped).toISOString(),
  };
}

function redriveStatus(type: Child['type'], { status }: Outcome): Readonly<Record<string, string>> {
  if (status === 'SUCCEEDED') {
    return {
      RedriveStatus: 'NOT_REDRIVABLE',
      RedriveStatusReason: 'Execution is SUCCEEDED and cannot be redriven',
    };
  }
  return { RedriveStatus: type === 'EXPRESS' ? 'REDRIVABLE_BY_MAP_RUN' : 'REDRIVABLE' };
}
