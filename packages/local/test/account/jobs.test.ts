import {
  BatchClient,
  DescribeJobsCommand,
  type JobDetail,
  ListJobsCommand,
  RegisterJobDefinitionCommand,
  SubmitJobCommand,
  type SubmitJobCommandInput,
  TerminateJobCommand,
} from '@aws-sdk/client-batch';
import { CloudWatchLogsClient, GetLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { served } from './support/server.js';

const SCRIPT = `
const { AWS_BATCH_JOB_ARRAY_INDEX: index, AWS_BATCH_JOB_ATTEMPT: attempt, EXIT, HANG, OWN } = process.env;
console.log('attempt', attempt, 'of', index ?? 'one', OWN);
if (HANG) setInterval(() => {}, 1000);
else process.exitCode = EXIT === index || EXIT === 'all' || (EXIT === 'first' && attempt === '1') ? 65 : 0;
`;

const at = served();
let batch: BatchClient;
beforeAll(async () => {
  batch = at.client(BatchClient);
  await batch.send(
    new RegisterJobDefinitionCommand({
      jobDefinitionName: 'script',
      type: 'container',
      containerProperties: {
        image: 'node:22',
        command: ['node', '-e', SCRIPT],
        environment: [{ name: 'OWN', value: 'variable' }],
        resourceRequirements: [
          { type: 'VCPU', value: '1' },
          { type: 'MEMORY', value: '512' },
        ],
        logConfiguration: { logDriver: 'awslogs', options: { 'awslogs-group': '/jobs' } },
      },
    }),
  );
});

async function submit(exit: string, more: Partial<SubmitJobCommandInput> = {}): Promise<string> {
  const { jobId = '' } = await batch.send(
    new SubmitJobCommand({
      jobName: 'j',
      jobQueue: 'any',
      jobDefinition: 'script',
      containerOverrides: { environment: [{ name: 'EXIT', value: exit }] },
      ...more,
    }),
  );
  return jobId;
}

async function until(id: string, statuses: readonly string[] = ['SUCCEEDED', 'FAILED']): Promise<JobDetail> {
  for (;;) {
    const { jobs: [job] = [] } = await batch.send(new DescribeJobsCommand({ jobs: [id] }));
    if (job && statuses.includes(job.status ?? '')) return job;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

describe('a job', () => {
  test('runs its command here, with its lines in its log group', async () => {
    const job = await until(await submit('none'));
    expect(job).toMatchObject({ status: 'SUCCEEDED', container: { exitCode: 0, image: 'node:22' }, attempts: [{}] });
    const { events = [] } = await at
      .client(CloudWatchLogsClient)
      .send(new GetLogEventsCommand({ logGroupName: '/jobs', logStreamName: job.container?.logStreamName }));
    expect(events.map(({ message }) => message)).toEqual(['attempt 1 of one variable']);
  });

  test('is tried again, as its strategy says', async () => {
    expect(await until(await submit('first', { retryStrategy: { attempts: 2 } }))).toMatchObject({
      status: 'SUCCEEDED',
      attempts: [{ container: { exitCode: 65 } }, { container: { exitCode: 0 } }],
    });
    const forGood = { attempts: 3, evaluateOnExit: [{ action: 'EXIT' as const, onExitCode: '65' }] };
    const failed = await until(await submit('all', { retryStrategy: forGood }));
    expect(failed).toMatchObject({ status: 'FAILED', statusReason: 'Essential container in task exited' });
    expect(failed.attempts).toHaveLength(1);
  });

  test('of many is what its children are', async () => {
    const id = await submit('1', { arrayProperties: { size: 3 } });
    expect(await until(id)).toMatchObject({
      status: 'FAILED',
      arrayProperties: { size: 3, statusSummary: { SUCCEEDED: 2, FAILED: 1, RUNNING: 0 } },
    });
    const { jobSummaryList: failed } = await batch.send(new ListJobsCommand({ arrayJobId: id, jobStatus: 'FAILED' }));
    expect(failed).toMatchObject([{ jobId: `${id}:1` }]);
  });

  test('ends where that is said', async () => {
    const hanging = { containerOverrides: { environment: [{ name: 'HANG', value: 'yes' }] } };
    const id = await submit('none', hanging);
    await until(id, ['RUNNING']);
    await batch.send(new TerminateJobCommand({ jobId: id, reason: 'enough' }));
    expect(await until(id)).toMatchObject({ status: 'FAILED', statusReason: 'enough', container: { exitCode: 137 } });
  });

  test('that was under way is run again by the next server', async () => {
    const id = await submit('none', { containerOverrides: { command: ['node', '-e', 'setTimeout(() => {}, 3000)'] } });
    await until(id, ['RUNNING']);
    await at.restart();
    expect(await until(id)).toMatchObject({ status: 'SUCCEEDED' });
  });

  test('needs a definition that there is, and a command that this machine has', async () => {
    await expect(submit('none', { jobDefinition: 'other' })).rejects.toMatchObject({ name: 'ClientException' });
    const job = await until(await submit('none', { containerOverrides: { command: ['no-such-program'] } }));
    expect(job.container?.reason).toContain('CannotStartContainerError');
    await expect(submit('none', { dependsOn: [{ jobId: 'x' }] })).rejects.toThrow('dependsOn');
  });
});
