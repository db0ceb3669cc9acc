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
  /** Details that each of the events repeats. */
  readonly resource: Readonly<Record<string, Json>> | undefined;
  /** Name of the field with the arguments in the details of the first event. */
  readonly argumentsField: 'parameters' | 'input';
  /** What an error about the result calls the task. */
  readonly subject: string;
}

const INTEGRATION = /^arn:[^:]*:states:[^:]*:[^:]*:((?:aws-sdk:)?[^:]+):(.+)$/;
const FUNCTION = /^arn:[^:]*:lambda:[^:]*:[^:]*:function:/;

/** The events of a resource: a Lambda function's own, or those of a service integration. */
export function taskEvents(resource: string): TaskEvents {
  if (FUNCTION.test(resource)) {
    return {
      scheduled: 'LambdaFunctionScheduled',
      started: 'LambdaFunctionStarted',
      submitted: undefined,
      succeeded: 'LambdaFunctionSucceeded',
      failed: 'LambdaFunctionFailed',
      timedOut: 'LambdaFunctionTimedOut',
      resource: undefined,
      argumentsField: 'input',
      subject: resource,
    };
  }
  const [, resourceType = '', action = resource] = INTEGRATION.exec(resource) ?? [];
  return {
    scheduled: 'TaskScheduled',
    started: 'TaskStarted',
    submitted: /\.sync(:2)?$/.test(action) ? 'TaskSubmitted' : undefined,
    succeeded: 'TaskSucceeded',
    failed: 'TaskFailed',
    timedOut: 'TaskTimedOut',
    resource: { resource: action, resourceType },
    argumentsField: 'parameters',
    subject: resourceType === '' ? resource : resourceType,
  };
}
