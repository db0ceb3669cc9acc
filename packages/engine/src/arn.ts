import type { Environment } from './execution.js';

/** ARN of a state machine of this run; `name` has the label behind a slash for the children of a Map Run. */
export function machineArn(environment: Pick<Environment, 'region' | 'account'>, name: string): string {
  return `arn:aws:states:${environment.region}:${environment.account}:stateMachine:${name}`;
}

/** ARN of an execution; the service calls those of an EXPRESS machine otherwise. */
export function executionArn(
  environment: Pick<Environment, 'region' | 'account'>,
  machine: string,
  name: string,
  type: 'STANDARD' | 'EXPRESS',
): string {
  const kind = type === 'EXPRESS' ? 'express' : 'execution';
  return `arn:aws:states:${environment.region}:${environment.account}:${kind}:${machine}:${name}`;
}

/** ARN of a Map Run. */
export function mapRunArn(environment: Pick<Environment, 'region' | 'account'>, machine: string, id: string): string {
  return `arn:aws:states:${environment.region}:${environment.account}:mapRun:${machine}:${id}`;
}
