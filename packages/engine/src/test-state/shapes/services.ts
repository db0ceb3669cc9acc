import { BATCH } from './batch.js';
import { DYNAMODB } from './dynamodb.js';
import { EVENTS } from './events.js';
import { KMS } from './kms.js';
import { LAMBDA } from './lambda.js';
import { SNS, SQS } from './messages.js';
import { S3 } from './s3.js';
import { SECRETS_MANAGER, SSM } from './secrets.js';
import type { Operations, Shape } from './shape.js';
import { ENDED_EXECUTION, ENDED_EXECUTION_WITH_VALUES, STATES } from './states.js';

/** The services of which answers are known, by their name in a Resource; `aws-sdk:` stands before some. */
export const SERVICES: Readonly<Record<string, Operations>> = {
  batch: BATCH,
  dynamodb: DYNAMODB,
  eventbridge: EVENTS,
  events: EVENTS,
  kms: KMS,
  lambda: LAMBDA,
  s3: S3,
  secretsmanager: SECRETS_MANAGER,
  sfn: STATES,
  sns: SNS,
  sqs: SQS,
  ssm: SSM,
  states: STATES,
};

const INTEGRATION = /^arn:[^:]+:states:::(?:aws-sdk:)?([^:]+):([^.]+)(\..+)?$/;

/**
 * What the answer to a Task must be like; undefined where that is not known, or free: activities, functions by their
 * ARN, tokens, and services that are not in this folder.
 */
export function answerOf(resource: string): Shape | undefined {
  const [, service = '', operation = '', pattern] = INTEGRATION.exec(resource) ?? [];
  if (pattern !== undefined) return service === 'states' ? ofExecution(operation, pattern) : undefined;
  const operations = Object.hasOwn(SERVICES, service) ? SERVICES[service] : undefined;
  return operations !== undefined && Object.hasOwn(operations, operation) ? operations[operation] : undefined;
}

/** A job that is waited for answers as the operation does that asks for its status. */
function ofExecution(operation: string, pattern: string): Shape | undefined {
  if (operation !== 'startExecution') return undefined;
  if (pattern === '.sync') return ENDED_EXECUTION;
  return pattern === '.sync:2' ? ENDED_EXECUTION_WITH_VALUES : undefined;
}
