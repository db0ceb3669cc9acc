import {
  CreateLogGroupCommand,
  DeleteLogGroupCommand,
  DescribeLogGroupsCommand,
  PutRetentionPolicyCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import type { JsonObject } from '@flowmap/graph';
import { isNamed } from '../aws/fault.js';
import type { ResourceKind } from './kind.js';
import { tagsOf } from './tags.js';

/** Log groups. Their names say whose they are, and asking for their tags would cost one more call. */
export const LOG_GROUP: ResourceKind = {
  type: 'AWS::Logs::LogGroup',
  tagged: false,

  async read({ aws }, { Name }) {
    const { logGroups = [] } = await aws.logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: Name }));
    const found = logGroups.find(({ logGroupName }) => logGroupName === Name);
    if (!found) return undefined;
    const { retentionInDays } = found;
    return { LogGroupName: Name, ...(retentionInDays !== undefined && { RetentionInDays: retentionInDays }) };
  },

  async create(site, wanted) {
    try {
      const tags = tagsOf(wanted.Properties);
      await site.aws.logs.send(new CreateLogGroupCommand({ logGroupName: wanted.Name, tags }));
    } catch (error) {
      if (!isNamed(error, 'ResourceAlreadyExistsException')) throw error;
    }
    await this.update(site, wanted, {});
  },

  async update({ aws }, { Name, Properties }) {
    const days = retention(Properties);
    if (days === undefined) return;
    await aws.logs.send(new PutRetentionPolicyCommand({ logGroupName: Name, retentionInDays: days }));
  },

  async remove({ aws }, name) {
    try {
      await aws.logs.send(new DeleteLogGroupCommand({ logGroupName: name }));
    } catch (error) {
      if (!isNamed(error, 'ResourceNotFoundException')) throw error;
    }
  },
};

function retention(properties: JsonObject): number | undefined {
  const days = properties['RetentionInDays'];
  return typeof days === 'number' ? days : undefined;
}
