import { BOOLEAN, type Fields, number, oneOf, type Operations, type Shape, structure, text, TIME } from './shape.js';

const ARN = text({ least: 1, most: 256 });
const DETAILS = structure({ Included: BOOLEAN });
const EXECUTION: Fields = {
  ExecutionArn: ARN,
  StateMachineArn: ARN,
  Name: text({ least: 1, most: 80 }),
  StartDate: TIME,
  StopDate: TIME,
  InputDetails: DETAILS,
  OutputDetails: DETAILS,
  TraceHeader: text({ most: 256 }),
  Error: text({ most: 256 }),
  Cause: text({ most: 32_768 }),
};
const AS_TEXT: Fields = { Input: text(), Output: text() };
const DESCRIBED: Fields = {
  ...EXECUTION,
  Status: oneOf('RUNNING', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED', 'PENDING_REDRIVE'),
  MapRunArn: text({ least: 1, most: 2000 }),
  RedriveCount: number(),
  RedriveDate: TIME,
};
const REQUIRED = ['ExecutionArn', 'StateMachineArn', 'Status', 'StartDate'];

/** AWS Step Functions, as `states` and as `aws-sdk:sfn`. */
export const STATES: Operations = {
  startExecution: structure({ ExecutionArn: ARN, StartDate: TIME }, ['ExecutionArn', 'StartDate']),
  describeExecution: structure({ ...DESCRIBED, ...AS_TEXT }, REQUIRED),
  startSyncExecution: structure({ ...EXECUTION, ...AS_TEXT, Status: oneOf('SUCCEEDED', 'FAILED', 'TIMED_OUT') }, [
    'ExecutionArn',
    'StartDate',
    'StopDate',
    'Status',
  ]),
};

/** What `startExecution` gives when its execution has ended: the answer of DescribeExecution. */
export const ENDED_EXECUTION: Shape = structure({ ...DESCRIBED, ...AS_TEXT }, REQUIRED);

/** The same with `.sync:2`: Input and Output are values, not their text. */
export const ENDED_EXECUTION_WITH_VALUES: Shape = structure(DESCRIBED, REQUIRED);
