import { timestamp } from '../protocol/actions.js';
import type { ExecutionRecord } from './execution-record.js';

/** Milliseconds in which a failed execution can be redriven: 14 days. Source: developer guide, "Service quotas". */
const REDRIVABLE = 14 * 24 * 3600 * 1000;

/** Why an execution cannot be redriven, in the service's words; undefined where it can. */
export function notRedrivable({ status, stopped = 0 }: ExecutionRecord, now: number): string | undefined {
  if (status === 'RUNNING' || status === 'SUCCEEDED') return `Execution is ${status} and cannot be redriven`;
  if (now - stopped > REDRIVABLE)
    return 'Execution has exceeded the redrivable period of 14 days and cannot be redriven';
  return undefined;
}

/** An execution as ListExecutions gives it. */
export function executionItem(record: ExecutionRecord): object {
  const { machine, version, alias, stopped, redriven } = record;
  return {
    executionArn: record.arn,
    stateMachineArn: machine,
    name: record.name,
    status: record.status,
    startDate: timestamp(record.started),
    ...(stopped !== undefined && { stopDate: timestamp(stopped) }),
    ...(version !== undefined && { stateMachineVersionArn: `${machine}:${version}` }),
    ...(alias !== undefined && { stateMachineAliasArn: `${machine}:${alias}` }),
    redriveCount: record.redriveCount,
    ...(redriven !== undefined && { redriveDate: timestamp(redriven) }),
  };
}

/** An execution as DescribeExecution gives it; the data are texts, and undefined where they are not asked for or not there. */
export function executionAnswer(
  record: ExecutionRecord,
  data: { readonly input: string | undefined; readonly output: string | undefined; readonly included: boolean },
  now: number,
): object {
  const { error, cause, traceHeader } = record;
  const reason = notRedrivable(record, now);
  const succeeded = record.status === 'SUCCEEDED';
  return {
    ...executionItem(record),
    ...(data.included && data.input !== undefined && { input: data.input }),
    inputDetails: { included: data.included },
    ...(data.included && succeeded && data.output !== undefined && { output: data.output }),
    ...(succeeded && { outputDetails: { included: data.included } }),
    ...(error !== undefined && { error }),
    ...(cause !== undefined && { cause }),
    ...(traceHeader !== undefined && { traceHeader }),
    redriveStatus: reason === undefined ? 'REDRIVABLE' : 'NOT_REDRIVABLE',
    ...(reason !== undefined && { redriveStatusReason: reason }),
  };
}
