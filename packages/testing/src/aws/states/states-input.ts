import { arnOf, type Home, type Needed } from '@flowmap/local/account';

/** The members of requests to Step Functions that say what they are about. */
export interface StatesInput {
  readonly name?: string;
  readonly definition?: string;
  readonly roleArn?: string;
  readonly loggingConfiguration?: unknown;
  readonly tags?: readonly unknown[];
  readonly publish?: boolean;
  readonly routingConfiguration?: readonly { readonly stateMachineVersionArn?: string }[];
  readonly stateMachineArn?: string;
  readonly stateMachineVersionArn?: string;
  readonly stateMachineAliasArn?: string;
  readonly executionArn?: string;
  readonly mapRunArn?: string;
  readonly activityArn?: string;
  readonly resourceArn?: string;
}

/** The ARN that a policy has to allow a request on. */
export function resourceOf(home: Home, input: StatesInput): string {
  // An alias is created for the machine of its versions.
  const routed = input.routingConfiguration?.[0]?.stateMachineVersionArn?.replace(/:\d+$/, '');
  const given =
    input.stateMachineArn ??
    input.stateMachineVersionArn ??
    input.stateMachineAliasArn ??
    input.executionArn ??
    input.mapRunArn ??
    input.activityArn ??
    input.resourceArn ??
    routed;
  if (given !== undefined) return given;
  return input.name === undefined ? '*' : arnOf(home, 'states', `stateMachine:${input.name}`);
}

/** All that a caller needs for a request. */
export function neededOf(
  action: string,
  resource: string,
  { roleArn, tags = [], publish }: StatesInput,
): readonly Needed[] {
  return [
    { action: `states:${action}`, resource },
    ...(roleArn === undefined ? [] : [{ action: 'iam:PassRole', resource: roleArn }]),
    ...(action === 'CreateStateMachine' && tags.length > 0 ? [{ action: 'states:TagResource', resource }] : []),
    ...(publish === true ? [{ action: 'states:PublishStateMachineVersion', resource }] : []),
  ];
}
