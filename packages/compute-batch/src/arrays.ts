import type { ArrayJob, ComputeArrays } from '@flowmap/asl';
import type { Expression } from '@flowmap/asl/language';
import type { Json, StepNode } from '@flowmap/graph';
import { ITEM_FAILED_STATUS } from '@flowmap/graph';
import { jobDefinition, jobName } from './job-names.js';
import { literal } from './literal.js';
import { longestAttempt } from './longest-attempt.js';
import type { BatchOptions } from './options.js';
import { policies } from './policies.js';
import { invocationIn, invocationText, VARIABLE } from './task-variable.js';
import { THROTTLED } from './throttled.js';

/** Most children of an array job. Source: AWS Batch user guide, "Array jobs". */
const MOST = 10_000;

/** Most attempts of a job. Source: AWS Batch API reference, RetryStrategy. */
const MOST_ATTEMPTS = 10;

/**
 * Array jobs: `batch:submitJob.sync` with `ArrayProperties`, which a job of one item cannot have. Every child gets the same
 * environment, and finds its item by AWS_BATCH_JOB_ARRAY_INDEX.
 */
export function arrays(options: BatchOptions): ComputeArrays {
  const { queue } = options;
  return {
    most: MOST,
    lower: ({ step, fields }, size, target) => {
      const definition = jobDefinition(step.resources, options, target);
      const job = literal({
        JobName: jobName(step.id),
        JobQueue: queue,
        JobDefinition: definition,
        ...retryStrategy(step),
        ...timeout(step),
      });
      const variable = `{'Name': '${VARIABLE}', 'Value': ${invocationText(fields)}}`;
      const overrides = `{'ContainerOverrides': {'Environment': [${variable}]}}`;
      const ofMany = `{'ArrayProperties': {'Size': ${size}}}`;
      return {
        state: {
          Type: 'Task',
          Resource: `arn:${target.partition}:states:::batch:submitJob.sync`,
          // One expression: a field cannot be left out by one of its own.
          Arguments: `{% $merge([${job}, ${overrides}, ${size} > 1 ? ${ofMany} : {}]) %}`,
          Retry: [THROTTLED],
        },
        policies: policies(queue, definition, target),
        failed: failedItems(step.id, size),
      };
    },
    received: (resource, args) => {
      const invocation = invocationIn(resource, args);
      if (!invocation?.array) return undefined;
      const { ArrayProperties: array, RetryStrategy: retry } = args as {
        readonly ArrayProperties?: { readonly Size: number };
        readonly RetryStrategy?: { readonly Attempts: number };
      };
      return { invocation, size: array?.Size ?? 1, attempts: retry?.Attempts ?? 1 };
    },
    succeeded: (job) => description(job, 0),
    failed: (job, failed) => ({ error: 'States.TaskFailed', cause: JSON.stringify(description(job, failed)) }),
  };
}

/**
 * The worker tries an item again by itself. The service starts containers again that died, as often as the step says, and not
 * those whose item has failed for good: without a condition that fits it tries again.
 */
function retryStrategy({ retry }: StepNode): { readonly [name: string]: Json } {
  if (!retry || retry.attempts < 2) return {};
  const forGood = { Action: 'EXIT', OnExitCode: String(ITEM_FAILED_STATUS) };
  return { RetryStrategy: { Attempts: Math.min(retry.attempts, MOST_ATTEMPTS), EvaluateOnExit: [forGood] } };
}

function timeout(step: StepNode): { readonly [name: string]: Json } {
  const seconds = longestAttempt(step);
  return seconds === undefined ? {} : { Timeout: { AttemptDurationSeconds: seconds } };
}

/** The Cause of a failed job is its description. A job of one item counts no children; any other error is none of a job. */
function failedItems(step: string, size: Expression): Expression {
  const cause = '$states.errorOutput.Cause';
  const unread = `$error(${literal(`${step}: how many items failed cannot be read: `)} & $states.errorOutput.Error & ' ' & $cause)`;
  return (
    `( $cause := $exists(${cause}) ? ${cause} : ''; $job := $substring($cause, 0, 1) = '{' ? $parse($cause) : {}; ` +
    `$failed := $job.Status != 'FAILED' ? 0 : ${size} = 1 ? 1 : $job.ArrayProperties.StatusSummary.FAILED; ` +
    `$exists($failed) and $failed > 0 ? $failed : ${unread} )`
  );
}

/** What the service tells of an array job that has ended, as far as anybody reads it. */
function description({ invocation, size }: ArrayJob, failed: number): Json {
  return {
    JobName: jobName(invocation.step),
    Status: failed === 0 ? 'SUCCEEDED' : 'FAILED',
    ...(size === 1
      ? { Container: { ExitCode: failed === 0 ? 0 : ITEM_FAILED_STATUS } }
      : { ArrayProperties: { Size: size, StatusSummary: { SUCCEEDED: size - failed, FAILED: failed } } }),
  };
}
