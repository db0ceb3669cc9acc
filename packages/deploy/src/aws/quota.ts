import type { AwsCall } from './clients.js';

/** A quota of an account, for whoever meets it. */
export interface Quota {
  /** What there is too much of, as a clause. */
  readonly reached: string;
  readonly hint: string;
}

const ASK = 'ask for more in the Service Quotas console';

function raisable(of: string, remove: string, name: string): Quota {
  return {
    reached: `The account has as many ${of} as it may have`,
    hint: `${remove}, or ${ASK}: ${name}. Then say the same command once more.`,
  };
}

const DELETE = 'Remove flows that nobody uses (flow-cli list, flow-cli delete NAME)';

/** By the call that meets it. Sources: the pages "Quotas" of AWS Lambda, Step Functions, IAM, EventBridge and CloudWatch Logs. */
const BY_ACTION: Readonly<Record<string, Quota>> = {
  'states:CreateStateMachine': raisable('state machines', DELETE, 'AWS Step Functions, Registered state machines'),
  'iam:CreateRole': raisable('roles', 'Remove roles that nobody uses', 'AWS IAM, Roles per account'),
  'iam:PutRolePolicy': {
    reached: 'The policies of a role have more characters than IAM takes',
    hint: 'This cannot be raised. Let steps share resources, split the flow, or bring a role of your own with --role.',
  },
  'iam:CreateInstanceProfile': raisable(
    'instance profiles',
    'Remove some that nobody uses',
    'AWS IAM, Instance profiles per account',
  ),
  'logs:CreateLogGroup': raisable('log groups', 'Remove some that nobody reads', 'Amazon CloudWatch Logs, Log groups'),
  'scheduler:CreateSchedule': raisable('schedules', DELETE, 'Amazon EventBridge Scheduler, Number of schedules'),
  'events:PutRule': raisable('rules', DELETE, 'Amazon EventBridge, Number of rules'),
  's3:CreateBucket': raisable('buckets', 'Remove one that nobody uses', 'Amazon S3, General purpose buckets'),
  'dynamodb:CreateTable': raisable(
    'tables',
    'Remove one that nobody uses',
    'Amazon DynamoDB, Maximum number of tables',
  ),
  'batch:CreateJobQueue': raisable('job queues', 'Remove one that nobody uses', 'AWS Batch, Job queues'),
  'batch:CreateComputeEnvironment': raisable(
    'compute environments',
    'Remove one that nobody uses',
    'AWS Batch, Compute environments',
  ),
};

const CODE_STORAGE: Quota = {
  reached: 'AWS Lambda has no room for more code of this account in this region',
  hint: `flow-cli doctor says how full it is. Remove functions and versions that nobody uses, or ${ASK}: AWS Lambda, Function and layer storage. Then say the same command once more.`,
};

/** The quota that a call met; undefined where it is not known which. */
export function quotaOf(error: string, call: AwsCall | undefined): Quota | undefined {
  if (error === 'CodeStorageExceededException') return CODE_STORAGE;
  return call && BY_ACTION[call.action];
}
