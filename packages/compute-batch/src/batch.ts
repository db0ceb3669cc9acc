import type { Compute, Field, PolicyStatement, Target } from '@flowmap/asl';
import type { Expression, Retrier } from '@flowmap/asl/language';
import type { Invocation, Json } from '@flowmap/graph';
import { check } from './checks.js';
import { jobDefinition, jobName } from './job-names.js';
import type { BatchOptions } from './options.js';

/** The variable that holds a task's invocation. Positions only: all overrides of a job have 8,192 characters. */
const VARIABLE = 'FLOWMAP_TASK';

/** As much of an error's cause as leaves room for the rest when each of its characters is escaped. */
const CAUSE_CHARACTERS = 1_000;

/** AWS Batch takes 50 submissions a second in an account; 100 attempts carry the longest queue that a Map Run makes. */
const THROTTLED: Retrier = {
  ErrorEquals: ['Batch.AWSBatchException', 'Batch.SdkClientException'],
  IntervalSeconds: 2,
  MaxAttempts: 100,
  BackoffRate: 2,
  MaxDelaySeconds: 120,
  JitterStrategy: 'FULL',
};

/**
 * Runs steps as jobs of AWS Batch by `batch:submitJob.sync`. A job gives no value back, so a state behind a publishing step
 * reads what it published.
 */
export function batch({ queue }: BatchOptions): Compute {
  return {
    kind: 'batch',
    apiVersion: 1,
    options: { queue },
    check,
    task: ({ step, fields }, target) => ({
      state: {
        Type: 'Task',
        Resource: `arn:${target.partition}:states:::batch:submitJob.sync`,
        Arguments: {
          JobName: jobName(taskId(fields.step) ?? step.id),
          JobQueue: queue,
          JobDefinition: jobDefinition(step.resources, target),
          ContainerOverrides: { Environment: [{ Name: VARIABLE, Value: `{% $string(${object(fields)}) %}` }] },
        },
        Retry: [THROTTLED],
      },
      policies: policies(queue, jobDefinition(step.resources, target), target),
    }),
    received: (resource, args) => {
      if (!resource.endsWith(':states:::batch:submitJob.sync')) return undefined;
      const { ContainerOverrides } = args as {
        readonly ContainerOverrides?: { readonly Environment?: readonly Variable[] };
      };
      const text = ContainerOverrides?.Environment?.find(({ Name }) => Name === VARIABLE)?.Value;
      return text === undefined ? undefined : (JSON.parse(text) as Invocation);
    },
    answered: (_answer, invocation) => description(invocation, 'SUCCEEDED', 0),
    failed: (_error, invocation) => ({
      error: 'States.TaskFailed',
      cause: JSON.stringify(description(invocation, 'FAILED', 1)),
    }),
  };
}

interface Variable {
  readonly Name: string;
  readonly Value: string;
}

/** A JSONata object of the fields. A missing one would be left out without a word, but each is always in state data. */
function object(fields: { readonly [name: string]: Field | undefined }): Expression {
  const entries = Object.entries(fields).flatMap(([name, field]) => {
    if (!field) return [];
    if ('value' in field) return [`'${name}': ${text(field.value)}`];
    return [`'${name}': ${name === 'error' ? beginning(field.expression) : field.expression}`];
  });
  return `{${entries.join(', ')}}`;
}

/** Of an error its name and the beginning of its cause. The whole of it is where the failed task left it. */
function beginning(error: Expression): Expression {
  return `{'Error': ${error}.Error, 'Cause': $substring(${error}.Cause, 0, ${CAUSE_CHARACTERS})}`;
}

function text(value: Json): Expression {
  return typeof value === 'string' && !value.includes("'") ? `'${value}'` : JSON.stringify(value);
}

/** The node that runs: a catch handler or a publishing task has another name than the step whose compute it uses. */
function taskId(field: Field | undefined): string | undefined {
  return field && 'value' in field && typeof field.value === 'string' ? field.value : undefined;
}

/** What the service tells of a job, as far as anybody reads it. */
function description({ step }: Invocation, status: 'SUCCEEDED' | 'FAILED', exitCode: number): Json {
  return { JobName: jobName(step), Status: status, Container: { ExitCode: exitCode } };
}

/** Source: AWS Step Functions developer guide, "IAM policies for calling AWS Batch". */
function policies(
  queue: string,
  definition: string,
  { partition, region, account }: Target,
): readonly PolicyStatement[] {
  const arn = (service: string, rest: string): string => `arn:${partition}:${service}:${region}:${account}:${rest}`;
  return [
    {
      Action: ['batch:SubmitJob'],
      Resource: [
        queue.startsWith('arn:') ? queue : arn('batch', `job-queue/${queue}`),
        arn('batch', `job-definition/${definition}`),
        arn('batch', `job-definition/${definition}:*`),
      ],
    },
    // These two know no resources.
    { Action: ['batch:DescribeJobs', 'batch:TerminateJob'], Resource: ['*'] },
    {
      Action: ['events:PutTargets', 'events:PutRule', 'events:DescribeRule'],
      Resource: [arn('events', 'rule/StepFunctionsGetEventsForBatchJobsRule')],
    },
  ];
}
