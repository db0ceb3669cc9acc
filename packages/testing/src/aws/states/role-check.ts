import { arnOf, AwsError, type Home, type Roles } from '@flowmap/local/account';

/** What the service looks at when a state machine is created or changed. */
export interface CheckedMachine {
  readonly roleArn: string;
  readonly definition: string | undefined;
  readonly loggingConfiguration: Logging | undefined;
}

/** Where the history of executions goes. */
export interface Logging {
  readonly level?: string;
  readonly destinations?: readonly { readonly cloudWatchLogsLogGroup?: { readonly logGroupArn?: string } }[];
}

/** Source: Step Functions developer guide, "Using CloudWatch Logs to log execution history". */
const LOG_DELIVERY = [
  'logs:CreateLogDelivery',
  'logs:GetLogDelivery',
  'logs:UpdateLogDelivery',
  'logs:DeleteLogDelivery',
  'logs:ListLogDeliveries',
  'logs:PutResourcePolicy',
  'logs:DescribeResourcePolicies',
  'logs:DescribeLogGroups',
];

/** Rules that the service makes for itself, by the integrations that wait for their events. Source: the same guide, "IAM policies". */
const MANAGED_RULES: Readonly<Record<string, string>> = {
  'batch:submitJob.sync': 'StepFunctionsGetEventsForBatchJobsRule',
  'states:startExecution.sync': 'StepFunctionsGetEventsForStepFunctionsExecutionRule',
};

/** Refuses a role that the service cannot take on, or that cannot do what the service itself does with it. */
export function checkMachine(
  machine: CheckedMachine,
  home: Home,
  roles: Roles,
  hasLogGroup: (arn: string) => boolean,
): void {
  const { roleArn, definition, loggingConfiguration: logging } = machine;
  if (!roles.canBeAssumedBy('states.amazonaws.com', roleArn)) {
    throw new AwsError(
      'AccessDeniedException',
      'Neither the global service principal states.amazonaws.com, nor the regional one is authorized to assume the provided role.',
    );
  }
  checkRules(roleArn, definition ?? '', home, roles);
  if (logging !== undefined && (logging.level ?? 'OFF') !== 'OFF') checkLogging(roleArn, logging, roles, hasLogGroup);
}

function checkRules(role: string, definition: string, home: Home, roles: Roles): void {
  for (const [integration, rule] of Object.entries(MANAGED_RULES)) {
    if (!definition.includes(integration)) continue;
    const arn = arnOf(home, 'events', `rule/${rule}`);
    const actions = ['events:PutTargets', 'events:PutRule', 'events:DescribeRule'];
    if (actions.every((action) => roles.allows(role, action, arn))) continue;
    throw new AwsError('AccessDeniedException', `'${role}' is not authorized to create managed-rule.`);
  }
}

function checkLogging(role: string, logging: Logging, roles: Roles, hasLogGroup: (arn: string) => boolean): void {
  for (const { cloudWatchLogsLogGroup: group } of logging.destinations ?? []) {
    const arn = group?.logGroupArn ?? '';
    if (!arn.endsWith(':*') || !hasLogGroup(arn.slice(0, -2))) {
      throw new AwsError('InvalidLoggingConfiguration', `Invalid Logging Configuration: there is no log group ${arn}`);
    }
  }
  if (LOG_DELIVERY.every((action) => roles.allows(role, action, '*'))) return;
  throw new AwsError(
    'AccessDeniedException',
    'The state machine IAM Role is not authorized to access the Log Destination',
  );
}
