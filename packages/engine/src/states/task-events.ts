import type { Json } from '@flowmap/asl/language';

/** How the work of a resource is called in the history. */
export interface TaskEvents {
  readonly scheduled: string;
  readonly started: string;
  /** Only of what is submitted and then waited for. */
  readonly submitted: string | undefined;
  readonly succeeded: string;
  readonly failed: string;
  readonly timedOut: string;
  /** Who starts the work: the service at once, or a worker that comes for it. */
  readonly startedBy: 'service' | 'worker';
  /** Whether the task may be answered from elsewhere, by a token. */
  readonly hasToken: boolean;
  /** Details that each of the events repeats. */
  readonly resource: Readonly<Record<string, Json>> | undefined;
  /** Name of the field with the arguments in the details of the first event. */
  readonly argumentsField: 'parameters' | 'input';
  /** What an error about the result calls the task. */
  readonly subject: string;
}

/** ARNs of activities. */
export const ACTIVITY: RegExp = /^arn:[^:]*:states:[^:]+:[^:]+:activity:/;
const INTEGRATION = /^arn:[^:]*:states:[^:]*:[^:]*:((?:aws-sdk:)?[^:]+):(.+)$/;
const FUNCTION = /^arn:[^:]*:lambda:[^:]*:[^:]*:function:/;

/** The events of a resource: a Lambda function's own, an activity's, or those of a service integration. */
export function taskEvents(resource: string): TaskEvents {
  if (FUNCTION.test(resource)) return ownEvents('LambdaFunction', resource, 'service');
  if (ACTIVITY.test(resource)) return ownEvents('Activity', resource, 'worker');
  const [, resourceType = '', action = resource] = INTEGRATION.exec(resource) ?? [];
  // The token of a `.sync` task is optional to use: SendTaskSuccess is documented for jobs too.
  const isAwaited = /\.(sync(:2)?|waitForTaskToken)$/.test(action);
  return {
    ...named('Task', 'service'),
    submitted: isAwaited ? 'TaskSubmitted' : undefined,
    hasToken: isAwaited,
    resource: { resource: action, resourceType },
    argumentsField: 'parameters',
    subject: resourceType === '' ? resource : resourceType,
  };
}

/** The events of what is called by its own ARN. */
function ownEvents(
  prefix: 'LambdaFunction' | 'Activity',
  resource: string,
  startedBy: 'service' | 'worker',
): TaskEvents {
  return {
    ...named(prefix, startedBy),
    submitted: undefined,
    hasToken: startedBy === 'worker',
    resource: undefined,
    argumentsField: 'input',
    subject: resource,
  };
}

function named(
  prefix: string,
  startedBy: 'service' | 'worker',
): Pick<TaskEvents, 'scheduled' | 'started' | 'succeeded' | 'failed' | 'timedOut' | 'startedBy'> {
  return {
    scheduled: `${prefix}Scheduled`,
    started: `${prefix}Started`,
    succeeded: `${prefix}Succeeded`,
    failed: `${prefix}Failed`,
    timedOut: `${prefix}TimedOut`,
    startedBy,
  };
}
