import {
  BatchClient,
  CreateComputeEnvironmentCommand,
  CreateJobQueueCommand,
  DeleteComputeEnvironmentCommand,
  DeleteJobQueueCommand,
  DeregisterJobDefinitionCommand,
  DescribeComputeEnvironmentsCommand,
  DescribeJobDefinitionsCommand,
  DescribeJobQueuesCommand,
  DescribeJobsCommand,
  ListTagsForResourceCommand,
  RegisterJobDefinitionCommand,
  type RegisterJobDefinitionCommandInput,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateComputeEnvironmentCommand,
  UpdateJobQueueCommand,
} from '@aws-sdk/client-batch';
import { describe, expect, test } from '@jest/globals';
import type { AwsAccountOptions } from '@flowmap/testing';
import { account, client, refusal } from './support/account.js';

const ROLE = 'arn:aws:iam::123456789012:role/task';
const ARN = 'arn:aws:batch:us-east-1:123456789012';

type Container = NonNullable<RegisterJobDefinitionCommandInput['containerProperties']>;
const container = (cpus: string, memory: string, more: Partial<Container> = {}): Container => ({
  image: 'image:1',
  executionRoleArn: ROLE,
  jobRoleArn: ROLE,
  resourceRequirements: [
    { type: 'VCPU', value: cpus },
    { type: 'MEMORY', value: memory },
  ],
  ...more,
});

async function setUp(options: Partial<AwsAccountOptions> = {}) {
  const aws = await account(options);
  const batch = client(BatchClient, aws);
  const register = (properties: Container, more: Partial<RegisterJobDefinitionCommandInput> = {}) =>
    batch.send(
      new RegisterJobDefinitionCommand({
        jobDefinitionName: 'd',
        type: 'container',
        platformCapabilities: ['FARGATE'],
        containerProperties: properties,
        ...more,
      }),
    );
  return { aws, batch, register };
}

describe('a job definition', () => {
  test('has a new revision every time, until it is deregistered', async () => {
    const { aws, batch, register } = await setUp();
    const first = await register(container('1', '2048'), {
      tags: { a: '1' },
      timeout: { attemptDurationSeconds: 60 },
      retryStrategy: { attempts: 3, evaluateOnExit: [{ action: 'EXIT', onExitCode: '64' }] },
    });
    expect(first).toMatchObject({ jobDefinitionArn: `${ARN}:job-definition/d:1`, revision: 1 });
    expect((await register(container('1', '2048'))).revision).toBe(2);
    expect(await aws.resources()).toEqual(['job-definition d:1', 'job-definition d:2']);
    await batch.send(new DeregisterJobDefinitionCommand({ jobDefinition: first.jobDefinitionArn }));
    await batch.send(new DeregisterJobDefinitionCommand({ jobDefinition: 'd:1' }));
    const describe = async (more: object) =>
      (await batch.send(new DescribeJobDefinitionsCommand(more))).jobDefinitions?.map(
        ({ revision, status }) => `${String(revision)} ${String(status)}`,
      );
    expect(await describe({ jobDefinitionName: 'd' })).toEqual(['2 ACTIVE', '1 INACTIVE']);
    expect(await describe({ jobDefinitionName: 'd', status: 'ACTIVE' })).toEqual(['2 ACTIVE']);
    expect(await describe({ jobDefinitions: ['d:1', 'none'] })).toEqual(['1 INACTIVE']);
    expect(await aws.resources()).toEqual(['job-definition d:2']);
    expect((await register(container('1', '2048'))).revision).toBe(3);
    const { jobDefinitions: read } = await batch.send(new DescribeJobDefinitionsCommand({ jobDefinitions: ['d:1'] }));
    expect(read?.[0]).toMatchObject({
      tags: { a: '1' },
      timeout: { attemptDurationSeconds: 60 },
      retryStrategy: { attempts: 3, evaluateOnExit: [{ action: 'EXIT', onExitCode: '64' }] },
      containerProperties: container('1', '2048'),
    });
  });

  test('is tagged by the ARN of its revision', async () => {
    const { batch, register } = await setUp();
    const { jobDefinitionArn: resourceArn } = await register(container('1', '2048'));
    await batch.send(new TagResourceCommand({ resourceArn, tags: { a: '1', b: '2' } }));
    await batch.send(new UntagResourceCommand({ resourceArn, tagKeys: ['a'] }));
    expect((await batch.send(new ListTagsForResourceCommand({ resourceArn }))).tags).toEqual({ b: '2' });
    const none = batch.send(new ListTagsForResourceCommand({ resourceArn: `${ARN}:job-definition/none:1` }));
    expect((await refusal(none)).name).toBe('ClientException');
  });

  test.each([
    ['0.25', '512'],
    ['0.5', '4096'],
    ['4', '30720'],
    ['16', '122880'],
  ])('of Fargate may have %s vCPU and %s MiB', async (cpus, memory) => {
    const { register } = await setUp();
    expect((await register(container(cpus, memory))).revision).toBe(1);
  });

  const [fargate, ec2] = ['FARGATE', 'EC2'] as const;
  test.each<[string, Container, 'FARGATE' | 'EC2', string]>([
    ['too little memory', container('2', '2048'), fargate, 'Fargate resource requirements (2.00 vCPU, 2048 MiB)'],
    ['memory between the steps', container('8', '17000'), fargate, 'Fargate resource requirements'],
    ['another number of vCPUs', container('3', '8192'), fargate, 'Fargate resource requirements'],
    ['no memory', { image: 'i', executionRoleArn: ROLE }, fargate, 'Container properties should not be empty'],
    ['no execution role', { ...container('1', '2048'), executionRoleArn: undefined }, fargate, 'executionRoleArn'],
    ['a part of a vCPU', container('0.5', '2048'), ec2, 'Invalid VCPU value: 0.5'],
    ['Fargate storage', container('1', '2048', { ephemeralStorage: { sizeInGiB: 30 } }), ec2, 'ephemeralStorage'],
    ['a reserved variable', container('1', '2048', { environment: [{ name: 'AWS_BATCH_X' }] }), ec2, 'AWS_BATCH'],
    ['24 KiB', container('1', '2048', { command: ['x'.repeat(24_576)] }), ec2, 'size exceeds'],
    ['no image', { ...container('1', '2048'), image: undefined }, ec2, "at 'containerProperties.image'"],
  ])('with %s is refused', async (_what, properties, platform, message) => {
    const { register } = await setUp();
    expect(await refusal(register(properties, { platformCapabilities: [platform] }))).toMatchObject({
      name: 'ClientException',
      message: expect.stringContaining(message),
      $metadata: { httpStatusCode: 400 },
    });
  });
});

describe('a job queue and its compute environment', () => {
  const environment = new CreateComputeEnvironmentCommand({
    computeEnvironmentName: 'e',
    type: 'MANAGED',
    computeResources: { type: 'FARGATE', maxvCpus: 16, subnets: ['s'], securityGroupIds: ['g'] },
    tags: { a: '1' },
  });
  const queue = new CreateJobQueueCommand({
    jobQueueName: 'q',
    priority: 1,
    computeEnvironmentOrder: [{ order: 1, computeEnvironment: 'e' }],
  });

  test('come, change and go in their order, each after some reads', async () => {
    const { aws, batch } = await setUp({ readsUntilReady: 1 });
    const environments = async () =>
      (await batch.send(new DescribeComputeEnvironmentsCommand({ computeEnvironments: ['e'] }))).computeEnvironments;
    const queues = async () => (await batch.send(new DescribeJobQueuesCommand({ jobQueues: ['q'] }))).jobQueues;
    await batch.send(environment);
    expect((await refusal(batch.send(environment))).message).toContain('Object already exists');
    expect((await refusal(batch.send(queue))).message).toContain('compute-environment/e is not VALID: CREATING');
    expect(await environments()).toMatchObject([{ status: 'VALID', state: 'ENABLED', tags: { a: '1' } }]);
    await batch.send(queue);
    expect(await queues()).toMatchObject([{ status: 'CREATING' }]);
    expect(await queues()).toMatchObject([
      { status: 'VALID', computeEnvironmentOrder: [{ computeEnvironment: `${ARN}:compute-environment/e` }] },
    ]);
    const change = new UpdateComputeEnvironmentCommand({
      computeEnvironment: 'e',
      state: 'DISABLED',
      computeResources: { maxvCpus: 32 },
    });
    await batch.send(change);
    expect((await refusal(batch.send(change))).message).toContain('Cannot update, resource is being modified.');
    expect(await environments()).toMatchObject([
      { status: 'VALID', state: 'DISABLED', computeResources: { maxvCpus: 32, subnets: ['s'] } },
    ]);
    const removeEnvironment = () => batch.send(new DeleteComputeEnvironmentCommand({ computeEnvironment: 'e' }));
    const removeQueue = () => batch.send(new DeleteJobQueueCommand({ jobQueue: `${ARN}:job-queue/q` }));
    expect((await refusal(removeEnvironment())).message).toContain('found existing JobQueue relationship');
    expect((await refusal(removeQueue())).message).toContain('must be disabled');
    await batch.send(new UpdateJobQueueCommand({ jobQueue: 'q', state: 'DISABLED', priority: 2 }));
    expect(await queues()).toMatchObject([{ status: 'UPDATING' }]);
    expect(await queues()).toMatchObject([{ status: 'VALID', priority: 2 }]);
    await removeQueue();
    expect(await queues()).toMatchObject([{ status: 'DELETING' }]);
    expect(await queues()).toEqual([]);
    await removeEnvironment();
    await environments();
    expect(await environments()).toEqual([]);
    expect(await aws.resources()).toEqual([]);
    expect((await refusal(removeQueue())).message).toContain('does not exist');
  });

  test('that lack what they need are refused, or invalid', async () => {
    const { batch } = await setUp({ readsUntilReady: 0 });
    expect((await refusal(batch.send(queue))).message).toContain('e does not exist');
    const resources = environment.input.computeResources!;
    const create = (computeEnvironmentName: string, more: object) =>
      batch.send(new CreateComputeEnvironmentCommand({ ...environment.input, computeEnvironmentName, ...more }));
    const bare = create('x', { computeResources: { ...resources, securityGroupIds: undefined } });
    expect((await refusal(bare)).message).toContain('securityGroupIds is required');
    const scaled = create('x', { computeResources: { ...resources, minvCpus: 0 } });
    expect((await refusal(scaled)).message).toContain('minvCpus is not applicable');
    await create('x', { serviceRole: ROLE });
    const { computeEnvironments } = await batch.send(new DescribeComputeEnvironmentsCommand({}));
    expect(computeEnvironments).toMatchObject([
      { status: 'INVALID', statusReason: expect.stringContaining('sts:AssumeRole') },
    ]);
  });
});

describe('jobs', () => {
  test('are those that the test put there', async () => {
    const { aws, batch } = await setUp();
    aws.putJob({ jobId: 'j', jobName: 'n', status: 'FAILED', container: { logStreamName: 's' } });
    const { jobs } = await batch.send(new DescribeJobsCommand({ jobs: ['j', 'k'] }));
    expect(jobs).toMatchObject([{ jobId: 'j', status: 'FAILED', container: { logStreamName: 's' } }]);
  });
});
