import type { Compute, Field } from '@flowmap/asl';
import type { Invocation, Json } from '@flowmap/graph';
import { arrays } from './arrays.js';
import { check } from './checks.js';
import { deploysJobDefinitions } from './job-definitions.js';
import { jobDefinition, jobName } from './job-names.js';
import { given, type BatchOptions } from './options.js';
import { policies } from './policies.js';
import { invocationIn, invocationText, VARIABLE } from './task-variable.js';
import { THROTTLED } from './throttled.js';

/**
 * Runs steps as jobs of AWS Batch by `batch:submitJob.sync`, and many items of one step as one array job where the strategy of
 * their foreach asks for it. A job gives no value back, so a state behind a publishing step reads what it published.
 *
 * @example
 * export const computes = { default: lambda(), batch: batch({ queue: 'flows', platform: 'FARGATE' }) };
 */
export function batch(options: BatchOptions): Compute {
  const { queue } = options;
  return {
    kind: 'batch',
    apiVersion: 1,
    options: given(options),
    check: (step) => check(step, options),
    array: arrays(options),
    task: ({ step, fields }, target) => ({
      state: {
        Type: 'Task',
        Resource: `arn:${target.partition}:states:::batch:submitJob.sync`,
        Arguments: {
          JobName: jobName(taskId(fields.step) ?? step.id),
          JobQueue: queue,
          JobDefinition: jobDefinition(step.resources, options, target),
          ContainerOverrides: { Environment: [{ Name: VARIABLE, Value: `{% ${invocationText(fields)} %}` }] },
        },
        Retry: [THROTTLED],
      },
      policies: policies(queue, jobDefinition(step.resources, options, target), target),
    }),
    received: (resource, args) => {
      const invocation = invocationIn(resource, args);
      return invocation?.array ? undefined : invocation;
    },
    answered: (_answer, invocation) => description(invocation, 'SUCCEEDED', 0),
    failed: (_error, invocation) => ({
      error: 'States.TaskFailed',
      cause: JSON.stringify(description(invocation, 'FAILED', 1)),
    }),
    deploys: (steps, place, target) => deploysJobDefinitions(steps, options, place, target),
  };
}

/** The node that runs: a catch handler or a publishing task has another name than the step whose compute it uses. */
function taskId(field: Field | undefined): string | undefined {
  return field && 'value' in field && typeof field.value === 'string' ? field.value : undefined;
}

/** What the service tells of a job, as far as anybody reads it. */
function description({ step }: Invocation, status: 'SUCCEEDED' | 'FAILED', exitCode: number): Json {
  return { JobName: jobName(step), Status: status, Container: { ExitCode: exitCode } };
}
