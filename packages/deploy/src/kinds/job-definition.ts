import {
  DeregisterJobDefinitionCommand,
  DescribeJobDefinitionsCommand,
  RegisterJobDefinitionCommand,
  type JobDefinition,
  type RegisterJobDefinitionCommandInput,
} from '@aws-sdk/client-batch';
import type { Json, JsonObject } from '@flowmap/graph';
import type { ResourceKind, Site } from './kind.js';
import { foundTags } from './tags.js';

/**
 * Job definitions. Their names say which code and settings they hold, so one that is there is as wanted; registering it again would only
 * make one more revision.
 */
export const JOB_DEFINITION: ResourceKind = {
  type: 'AWS::Batch::JobDefinition',
  tagged: true,

  async read(site, { Name, Properties }) {
    const [found] = await active(site, Name);
    if (!found) return undefined;
    const { Tags: _, ...rest } = Properties;
    return { ...rest, ...foundTags(found.tags, Properties) };
  },

  async create({ aws }, { Name, Properties }) {
    const input = apiForm({ ...Properties, JobDefinitionName: Name });
    await aws.batch.send(new RegisterJobDefinitionCommand(input as unknown as RegisterJobDefinitionCommandInput));
  },

  async update(site, wanted) {
    await this.create(site, wanted);
  },

  async remove(site, name) {
    for (const { jobDefinitionArn } of await active(site, name)) {
      await site.aws.batch.send(new DeregisterJobDefinitionCommand({ jobDefinition: jobDefinitionArn }));
    }
  },
};

/** The revisions that can be used, newest first. */
async function active({ aws }: Site, name: string): Promise<readonly JobDefinition[]> {
  const asked = new DescribeJobDefinitionsCommand({ jobDefinitionName: name, status: 'ACTIVE' });
  const { jobDefinitions = [] } = await aws.batch.send(asked);
  return [...jobDefinitions].sort((a, b) => (b.revision ?? 0) - (a.revision ?? 0));
}

/** Maps whose keys are the user's own. */
const FREE = ['Tags', 'Parameters', 'Options'];

/** The API has the fields of CloudFormation with a small first letter. */
function apiForm(value: Json): Json {
  if (Array.isArray(value)) return value.map((each: Json) => apiForm(each));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value as JsonObject).map(([key, inner]) => [
      `${key.slice(0, 1).toLowerCase()}${key.slice(1)}`,
      FREE.includes(key) ? inner : apiForm(inner),
    ]),
  );
}
