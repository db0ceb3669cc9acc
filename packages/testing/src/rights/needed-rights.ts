import type { Target } from '@flowmap/asl';
import type { Json, MapState, State, StateMachine, States, TaskState } from '@flowmap/asl/language';

/** Something that a state does when it runs. */
export interface NeededRight {
  readonly state: string;
  /** `lambda:InvokeFunction`. Of an integration that is not known here: all of its service, `sqs:*`. */
  readonly action: string;
  /** The ARN; undefined where it is only known at run time. */
  readonly resource: string | undefined;
}

/** What all states of a definition need, those inside of Maps and Parallels included. */
export function neededRights(definition: StateMachine, target: Target): readonly NeededRight[] {
  return statesOf(definition.States).flatMap(([name, state]) => {
    if (state.Type === 'Task') return ofTask(name, state, target);
    return state.Type === 'Map' ? ofMap(name, state, target) : [];
  });
}

/** Every state of a definition with its name, outer before inner. */
export function statesOf(states: States): readonly (readonly [name: string, state: State])[] {
  return Object.entries(states).flatMap(([name, state]) => [
    [name, state] as const,
    ...(state.Type === 'Map' && state.ItemProcessor ? statesOf(state.ItemProcessor.States) : []),
    ...(state.Type === 'Parallel' ? state.Branches.flatMap((branch) => statesOf(branch.States)) : []),
  ]);
}

/** Source: AWS Step Functions developer guide, "How Step Functions generates IAM policies for integrated services". */
function ofTask(
  state: string,
  { Resource: resource, Arguments: given }: TaskState,
  target: Target,
): readonly NeededRight[] {
  const args = (given ?? {}) as { readonly [name: string]: Json };
  const integration = resource.slice(resource.indexOf(':::') + 3);
  const right = (action: string, on: string | undefined): NeededRight => ({ state, action, resource: on });
  const arn = (service: string, rest: string): string =>
    `arn:${target.partition}:${service}:${target.region}:${target.account}:${rest}`;
  switch (integration) {
    case 'lambda:invoke':
      return [right('lambda:InvokeFunction', fixed(args['FunctionName']))];
    case 'dynamodb:putItem':
      return [right('dynamodb:PutItem', tableArn(fixed(args['TableName']), arn))];
    case 'dynamodb:getItem':
      return [right('dynamodb:GetItem', tableArn(fixed(args['TableName']), arn))];
    case 'batch:submitJob.sync':
      return [
        right(
          'batch:SubmitJob',
          named(fixed(args['JobQueue']), (name) => arn('batch', `job-queue/${name}`)),
        ),
        right(
          'batch:SubmitJob',
          named(fixed(args['JobDefinition']), (name) => arn('batch', `job-definition/${name}`)),
        ),
        right('batch:DescribeJobs', undefined),
        right('batch:TerminateJob', undefined),
        ...['events:PutTargets', 'events:PutRule', 'events:DescribeRule'].map((action) =>
          right(action, arn('events', 'rule/StepFunctionsGetEventsForBatchJobsRule')),
        ),
      ];
    default:
      return [right(`${integration.replace(/^aws-sdk:/, '').split(/[:.]/)[0] ?? ''}:*`, undefined)];
  }
}

/** Source: AWS Step Functions developer guide, "IAM policies for using Distributed Map states". */
function ofMap(
  state: string,
  { ItemProcessor: processor, ItemReader: reader, ResultWriter: writer }: MapState,
  target: Target,
): readonly NeededRight[] {
  if (processor?.ProcessorConfig?.Mode !== 'DISTRIBUTED') return [];
  const arn = (type: string, rest: string): string =>
    `arn:${target.partition}:states:${target.region}:${target.account}:${type}:${target.machine}${rest}`;
  const right = (action: string, resource: string | undefined): NeededRight => ({ state, action, resource });
  return [
    right('states:StartExecution', arn('stateMachine', '')),
    right('states:DescribeExecution', arn('execution', '/any:any')),
    right('states:StopExecution', arn('execution', '/any:any')),
    right('states:RedriveExecution', arn('execution', '/any:any')),
    ...(reader
      ? [right(reader.Resource.endsWith(':s3:listObjectsV2') ? 's3:ListBucket' : 's3:GetObject', undefined)]
      : []),
    ...(writer === undefined ? [] : [right('s3:PutObject', undefined)]),
  ];
}

/** A text that the definition says outright; what an expression gives is not known before it runs. */
function fixed(value: Json | undefined): string | undefined {
  return typeof value === 'string' && !value.startsWith('{%') ? value : undefined;
}

function named(name: string | undefined, arn: (name: string) => string): string | undefined {
  return name === undefined || name.startsWith('arn:') ? name : arn(name);
}

function tableArn(name: string | undefined, arn: (service: string, rest: string) => string): string | undefined {
  return named(name, (table) => arn('dynamodb', `table/${table}`));
}
