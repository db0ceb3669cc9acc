import type { PolicyStatement, Target } from '@flowmap/asl';

/**
 * What a state machine with a distributed map needs on itself. Children run under `<machine>/<label>`, and redriving the
 * parent redrives them. Source: AWS Step Functions developer guide, "IAM policies for using Distributed Map states".
 */
export function mapRunPolicies({ partition, region, account, machine }: Target): readonly PolicyStatement[] {
  const arn = (type: string, rest: string): string =>
    `arn:${partition}:states:${region}:${account}:${type}:${machine}${rest}`;
  return [
    { Action: ['states:StartExecution'], Resource: [arn('stateMachine', '')] },
    { Action: ['states:DescribeExecution', 'states:StopExecution'], Resource: [arn('execution', '/*:*')] },
    { Action: ['states:RedriveExecution'], Resource: [arn('execution', '/*:*')] },
  ];
}
