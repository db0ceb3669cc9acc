import type { Target } from '@flowmap/asl';
import type { ItemReader, Json, MapState, State, StateMachine, States, TaskState } from '@flowmap/asl/language';

/** Something that a state does when it runs. */
export interface NeededRight {
  readonly state: string;
  /** `lambda:InvokeFunction`. Of an integration that is not known here: all of its service, `sqs:*`. */
  readonly action: string;
  /** The ARN; undefined where it is only known at run time. */
  readonly resource: string | undefined;
  /** Where only the beginning of the ARN is known before run time: that. `arn:aws:s3:::artifacts/` */
  readonly within?: string;
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
    case 'aws-sdk:s3:getObject':
    case 'aws-sdk:s3:headObject':
      return ofBucket(state, fixed(args['Bucket']), READ, target);
    case 'aws-sdk:s3:putObject':
      return ofBucket(state, fixed(args['Bucket']), WRITE, target);
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
    ...(reader ? ofReader(state, reader, target) : []),
    ...(writer === undefined ? [] : ofBucket(state, bucketOf(writer), RESULTS, target)),
  ];
}

/** What is asked of S3, and of the key of an encrypted bucket. */
interface BucketActions {
  readonly objects: readonly string[];
  readonly key: readonly string[];
}

const READ: BucketActions = { objects: ['s3:GetObject'], key: ['kms:Decrypt'] };
const WRITE: BucketActions = { objects: ['s3:PutObject'], key: ['kms:GenerateDataKey'] };

/** Source: as above, "Amazon S3 bucket", and for the key "ResultWriter". */
const RESULTS: BucketActions = {
  objects: ['s3:PutObject', 's3:GetObject', 's3:ListMultipartUploadParts', 's3:AbortMultipartUpload'],
  key: ['kms:Decrypt', 'kms:Encrypt', 'kms:GenerateDataKey'],
};

function ofReader(state: string, reader: ItemReader, target: Target): readonly NeededRight[] {
  const bucket = bucketOf(reader);
  const objects = ofBucket(state, bucket, READ, target);
  if (!reader.Resource.endsWith(':s3:listObjectsV2')) return objects;
  const resource = bucket === undefined ? undefined : `arn:${target.partition}:s3:::${bucket}`;
  const { Transformation: transformation } = (reader.ReaderConfig ?? {}) as { readonly Transformation?: Json };
  return [{ state, action: 's3:ListBucket', resource }, ...(transformation === 'LOAD_AND_FLATTEN' ? objects : [])];
}

/** The objects of a bucket, whose keys are mostly made at run time; and the customer's key where it is the bucket of artifacts. */
function ofBucket(
  state: string,
  bucket: string | undefined,
  { objects, key }: BucketActions,
  target: Target,
): readonly NeededRight[] {
  const within = bucket === undefined ? undefined : `arn:${target.partition}:s3:::${bucket}/`;
  const encrypted = bucket === target.bucket && target.key !== undefined;
  return [
    ...objects.map((action) => ({ state, action, resource: undefined, ...(within !== undefined && { within }) })),
    ...(encrypted ? key.map((action) => ({ state, action, resource: target.key })) : []),
  ];
}

function bucketOf(part: Json | ItemReader): string | undefined {
  const { Arguments: where } = part as { readonly Arguments?: { readonly Bucket?: Json } };
  return fixed(where?.Bucket);
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
