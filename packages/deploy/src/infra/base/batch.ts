import {
  CreateComputeEnvironmentCommand,
  CreateJobQueueCommand,
  DescribeComputeEnvironmentsCommand,
  DescribeJobQueuesCommand,
  UpdateComputeEnvironmentCommand,
  UpdateJobQueueCommand,
  type CreateComputeEnvironmentCommandInput,
} from '@aws-sdk/client-batch';
import type { Json, JsonObject } from '@flowmap/graph';
import { untilReady } from '../../aws/patience.js';
import type { Site } from '../../kinds/kind.js';
import { tagsOf } from '../../kinds/tags.js';
import type { BaseKind } from './kind.js';

/** What can be changed of a compute environment without making it anew. */
const CHANGEABLE = ['maxvCpus', 'subnets', 'securityGroupIds'];

/** Where the jobs of the queue run. */
export const BASE_COMPUTE_ENVIRONMENT: BaseKind = {
  type: 'AWS::Batch::ComputeEnvironment',

  async read({ aws }, { Name }) {
    const asked = new DescribeComputeEnvironmentsCommand({ computeEnvironments: [Name] });
    const { computeEnvironments: [found] = [] } = await aws.batch.send(asked);
    const resources = JSON.parse(JSON.stringify(found?.computeResources ?? {})) as JsonObject;
    return found && { ComputeResources: changeable(resources) };
  },

  merged: ({ ComputeResources: wanted }) => ({ ComputeResources: changeable(apiForm(wanted)) }),

  async create(site, { Name, Properties }) {
    await site.aws.batch.send(
      new CreateComputeEnvironmentCommand({
        computeEnvironmentName: Name,
        type: 'MANAGED',
        state: 'ENABLED',
        computeResources: apiForm(
          Properties['ComputeResources'],
        ) as unknown as CreateComputeEnvironmentCommandInput['computeResources'],
        tags: { ...tagsOf(Properties) },
      }),
    );
    await untilValid(site, Name);
  },

  async update(site, { Name, Properties }) {
    await untilValid(site, Name);
    const computeResources = Properties['ComputeResources'] as JsonObject;
    await site.aws.batch.send(
      new UpdateComputeEnvironmentCommand({ computeEnvironment: Name, computeResources: { ...computeResources } }),
    );
    await untilValid(site, Name);
  },
};

/** The queue. Compute environments that others put behind it stay, after ours. */
export const BASE_JOB_QUEUE: BaseKind = {
  type: 'AWS::Batch::JobQueue',

  async read({ aws }, { Name }) {
    const { jobQueues: [found] = [] } = await aws.batch.send(new DescribeJobQueuesCommand({ jobQueues: [Name] }));
    return found && { ComputeEnvironmentOrder: ordered(found.computeEnvironmentOrder ?? []) };
  },

  merged({ ComputeEnvironmentOrder: wanted }, { ComputeEnvironmentOrder: found }) {
    const [ours, theirs] = [names(wanted), names(found)];
    const all = ours.every((name) => theirs.includes(name)) ? theirs : [...ours, ...theirs];
    return { ComputeEnvironmentOrder: all.map((ComputeEnvironment, at) => ({ Order: at + 1, ComputeEnvironment })) };
  },

  async create(site, { Name, Properties }) {
    await site.aws.batch.send(
      new CreateJobQueueCommand({
        jobQueueName: Name,
        state: 'ENABLED',
        priority: 1,
        computeEnvironmentOrder: order(Properties['ComputeEnvironmentOrder']),
        tags: { ...tagsOf(Properties) },
      }),
    );
  },

  async update({ aws }, { Name, Properties }) {
    const computeEnvironmentOrder = order(Properties['ComputeEnvironmentOrder']);
    await aws.batch.send(new UpdateJobQueueCommand({ jobQueue: Name, computeEnvironmentOrder }));
  },
};

/** A queue takes only environments that are ready. */
async function untilValid({ aws, wait }: Site, name: string): Promise<void> {
  const isValid = async (): Promise<boolean> => {
    const asked = new DescribeComputeEnvironmentsCommand({ computeEnvironments: [name] });
    const { computeEnvironments: [found] = [] } = await aws.batch.send(asked);
    return found?.status === 'VALID';
  };
  await untilReady(`The compute environment ${name}`, isValid, wait);
}

/** The API has the fields of CloudFormation with a small first letter. */
function apiForm(resources: Json | undefined): JsonObject {
  return Object.fromEntries(
    Object.entries((resources ?? {}) as JsonObject).map(([key, value]) => [
      `${key.slice(0, 1).toLowerCase()}${key.slice(1)}`,
      value,
    ]),
  );
}

function changeable(resources: JsonObject): JsonObject {
  return Object.fromEntries(CHANGEABLE.flatMap((key) => (key in resources ? [[key, resources[key] ?? null]] : [])));
}

function ordered(
  places: readonly { readonly order?: number | undefined; readonly computeEnvironment?: string | undefined }[],
): readonly JsonObject[] {
  return [...places]
    .sort((one, other) => (one.order ?? 0) - (other.order ?? 0))
    .map(({ computeEnvironment = '' }, at) => ({ Order: at + 1, ComputeEnvironment: computeEnvironment }));
}

function names(places: Json | undefined): readonly string[] {
  return ((places ?? []) as readonly JsonObject[]).map(({ ComputeEnvironment: name }) => name as string);
}

function order(places: Json | undefined): { order: number; computeEnvironment: string }[] {
  return names(places).map((computeEnvironment, at) => ({ order: at + 1, computeEnvironment }));
}
