import type { PolicyStatement, RunStates, Target } from '@flowmap/asl';
import type { Expression, TaskState } from '@flowmap/asl/language';
import { RESUME_FIELD } from '@flowmap/graph';
import { KEEP_DAYS, KEYS } from './keys.js';

/** Throttling and trouble inside the service, spread out: a wide fan-out asks from many places at once. */
const RETRY: TaskState['Retry'] = [
  {
    ErrorEquals: [
      'DynamoDB.ProvisionedThroughputExceededException',
      'DynamoDB.ThrottlingException',
      'DynamoDB.InternalServerErrorException',
      'DynamoDB.RequestLimitExceeded',
      'DynamoDB.SdkClientException',
    ],
    IntervalSeconds: 1,
    BackoffRate: 2,
    MaxDelaySeconds: 20,
    MaxAttempts: 8,
    JitterStrategy: 'FULL',
  },
];

const NAME = '$states.context.Execution.Name';
const RESUMES = `$states.input.\`${RESUME_FIELD}\``;
const STARTED = '$states.context.Execution.StartTime';
const STARTED_SECONDS = `$floor($toMillis(${STARTED}) / 1000)`;

/** Words that mean something else than a name in an expression. */
const WORDS = new Set(['and', 'or', 'in', 'true', 'false', 'null', 'function']);

/**
 * The states that open a run in the table of `dynamodbMetadata` and read facts from it. A run whose id was used before is
 * refused for 90 days; the same execution may try again.
 *
 * @example
 * compile(graph, { run: dynamodbRunStates(), ... });
 */
export function dynamodbRunStates(): RunStates {
  return {
    open: (_graph, params, target) => ({
      state: {
        Type: 'Task',
        Resource: `arn:${target.partition}:states:::dynamodb:putItem`,
        Arguments: {
          TableName: target.table,
          Item: {
            pk: { S: KEYS.flow(target.deployment) },
            sk: { S: expression(`'${KEYS.runs}' & ${NAME}`) },
            deployment: { S: target.deployment },
            run: { S: expression(NAME) },
            status: { S: 'RUNNING' },
            started: { S: expression(STARTED) },
            code: { S: target.code },
            params: { S: expression(params) },
            resumes: { S: expression(`$exists(${RESUMES}) ? $string(${RESUMES}) : 'null'`) },
            expires: { N: expression(`$string(${STARTED_SECONDS} + ${KEEP_DAYS * 24 * 60 * 60})`) },
          },
          // The service removes what has expired within days, not at once.
          ConditionExpression: 'attribute_not_exists(pk) OR #started = :started OR #expires <= :now',
          ExpressionAttributeNames: { '#started': 'started', '#expires': 'expires' },
          ExpressionAttributeValues: {
            ':started': { S: expression(STARTED) },
            ':now': { N: expression(`$string(${STARTED_SECONDS})`) },
          },
        },
        ...(RETRY && { Retry: RETRY }),
      },
      policies: [allow('dynamodb:PutItem', target)],
    }),

    read: (address, target) => ({
      state: {
        Type: 'Task',
        Resource: `arn:${target.partition}:states:::dynamodb:getItem`,
        Arguments: {
          TableName: target.table,
          Key: { pk: { S: expression(`'${KEYS.facts('')}' & (${address})`) }, sk: { S: KEYS.published } },
          // The facts were written a moment ago.
          ConsistentRead: true,
        },
        ...(RETRY && { Retry: RETRY }),
      },
      policies: [allow('dynamodb:GetItem', target)],
      fact: (name, type, otherwise) => {
        const attribute = `$states.result.Item.f.M.${identifier(name)}.${type === 'number' ? 'N' : 'S'}`;
        // A path that leads nowhere makes the whole expression undefined, which is an error of the state.
        const value = type === 'number' ? `$number(${attribute})` : attribute;
        return otherwise === undefined ? value : `$exists(${attribute}) ? ${value} : ${otherwise}`;
      },
    }),
  };
}

function expression(text: Expression): string {
  return `{% ${text} %}`;
}

function identifier(name: string): string {
  return /^[A-Za-z_]\w*$/.test(name) && !WORDS.has(name) ? name : `\`${name}\``;
}

function allow(action: string, { partition, region, account, table }: Target): PolicyStatement {
  return { Action: [action], Resource: [`arn:${partition}:dynamodb:${region}:${account}:table/${table}`] };
}
