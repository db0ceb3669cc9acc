import type { PolicyStatement, Target } from '@flowmap/asl';
import { historyGroupOf, roleName } from '../model/names.js';
import type { Role } from './document.js';
import { rolePolicy } from './role-policy.js';
import { machineTrust } from './trust.js';

/** What a state machine does beside its states. */
export interface MachineRights {
  /** The rights of its states: `Compiled.policies`. */
  readonly policies: readonly PolicyStatement[];
  /** Whether the history of its executions goes to CloudWatch Logs. Default: no. */
  readonly logged?: boolean;
  /** Whether AWS X-Ray traces it. Default: no. */
  readonly traced?: boolean;
}

/**
 * The role that a state machine runs with. Where its rights name the hash of the code, they hold for any hash of that length: an
 * execution that began before a new deployment goes on with its old code, and the role of a flow does not change with its code.
 * Throws `POLICY_TOO_LONG`.
 */
export function machineRole(target: Target, rights: MachineRights): Role {
  const name = roleName(target.deployment, target.region, 'machine');
  return {
    RoleName: name,
    Description: `State machine of the flow ${target.deployment}`,
    AssumeRolePolicyDocument: machineTrust(target),
    PolicyDocument: rolePolicy(name, machineStatements(target, rights)),
  };
}

/** All that a state machine does, with any code of its flow: of whatever length, since a role may have several policies. */
export function machineStatements(
  target: Target,
  { policies, logged = false, traced = false }: MachineRights,
): readonly PolicyStatement[] {
  return [
    ...policies.map((statement) => ofAnyCode(statement, target)),
    ...(logged ? logDelivery(target) : []),
    ...(traced ? TRACING : []),
  ];
}

/** A right to what carries the hash of the code in its name, for any code of the flow. */
export function ofAnyCode(statement: PolicyStatement, { code }: Target): PolicyStatement {
  if (code === '') return statement;
  const any = '?'.repeat(code.length);
  return { ...statement, Resource: statement.Resource.map((resource) => resource.replaceAll(code, any)) };
}

/**
 * Source: AWS Step Functions developer guide, "Using CloudWatch Logs to log execution history". Deliveries belong to the account and
 * have no resource; streams and events do.
 */
function logDelivery({ partition, region, account, deployment }: Target): readonly PolicyStatement[] {
  return [
    {
      Action: [
        'logs:CreateLogDelivery',
        'logs:DeleteLogDelivery',
        'logs:DescribeLogGroups',
        'logs:DescribeResourcePolicies',
        'logs:GetLogDelivery',
        'logs:ListLogDeliveries',
        'logs:PutResourcePolicy',
        'logs:UpdateLogDelivery',
      ],
      Resource: ['*'],
    },
    {
      Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      Resource: [`arn:${partition}:logs:${region}:${account}:log-group:${historyGroupOf(deployment)}:*`],
    },
  ];
}

/** Source: the same guide, "IAM policies for AWS X-Ray". X-Ray has no resources for these. */
const TRACING: readonly PolicyStatement[] = [
  {
    Action: ['xray:GetSamplingRules', 'xray:GetSamplingTargets', 'xray:PutTelemetryRecords', 'xray:PutTraceSegments'],
    Resource: ['*'],
  },
];
