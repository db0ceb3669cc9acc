import {
  CreateTableCommand,
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  UpdateContinuousBackupsCommand,
  UpdateTimeToLiveCommand,
  type DynamoDBClient,
} from '@aws-sdk/client-dynamodb';
import type { Json, JsonObject } from '@flowmap/graph';
import { tableDefinition, tableTimeToLive } from '@flowmap/metadata-dynamodb';
import { isNamed } from '../../aws/fault.js';
import { untilReady } from '../../aws/patience.js';
import { unlessNamed } from '../../aws/unless-named.js';
import type { Site } from '../../kinds/kind.js';
import { tagList, tagsOf } from '../../kinds/tags.js';
import { isEqual } from '../../plan/differences.js';
import { nameTaken, type BaseKind } from './kind.js';

/** The table of the metadata store. One with these keys is taken for ours; its billing and its tags stay as they are. */
export const BASE_TABLE: BaseKind = {
  type: 'AWS::DynamoDB::Table',

  async read({ aws: { dynamodb } }, { Name, Properties }) {
    const table = await unlessMissing(dynamodb.send(new DescribeTableCommand({ TableName: Name })));
    if (!table?.Table) return undefined;
    const keys = JSON.parse(JSON.stringify(table.Table.KeySchema ?? [])) as Json;
    if (!isEqual(keys, Properties['KeySchema'] ?? null)) {
      const hint = 'Name another one with --table, or remove it if nobody needs it.';
      throw nameTaken(`The account has a table ${Name} already, with other keys.`, hint);
    }
    return { ...(await timeToLive(dynamodb, Name)), ...(await recovery(dynamodb, Name)) };
  },

  merged: ({ TimeToLiveSpecification: ttl, PointInTimeRecoverySpecification: recovered }, found) => ({
    TimeToLiveSpecification: ttl ?? null,
    // A database that knows nothing of it is none of AWS.
    ...('PointInTimeRecoverySpecification' in found ? { PointInTimeRecoverySpecification: recovered ?? null } : {}),
  }),

  async create(site, wanted) {
    const { Name, Properties } = wanted;
    const Tags = tagList(tagsOf(Properties));
    try {
      await site.aws.dynamodb.send(new CreateTableCommand({ ...tableDefinition(Name), Tags }));
    } catch (error) {
      if (!isNamed(error, 'ResourceInUseException')) throw error;
    }
    await untilActive(site, Name);
    await setTimeToLive(site.aws.dynamodb, Name);
    await setRecovery(site.aws.dynamodb, Name);
  },

  async update(site, { Name }, keys) {
    await untilActive(site, Name);
    if (keys.includes('TimeToLiveSpecification')) await setTimeToLive(site.aws.dynamodb, Name);
    if (keys.includes('PointInTimeRecoverySpecification')) await setRecovery(site.aws.dynamodb, Name);
  },
};

async function untilActive({ aws: { dynamodb }, wait }: Site, name: string): Promise<void> {
  const isActive = async (): Promise<boolean> =>
    (await dynamodb.send(new DescribeTableCommand({ TableName: name }))).Table?.TableStatus === 'ACTIVE';
  await untilReady(`The table ${name}`, isActive, wait);
}

async function timeToLive(dynamodb: DynamoDBClient, name: string): Promise<JsonObject> {
  const { TimeToLiveDescription: told } = await dynamodb.send(new DescribeTimeToLiveCommand({ TableName: name }));
  const { AttributeName } = told ?? {};
  if (AttributeName === undefined || !/^ENABL/u.test(told?.TimeToLiveStatus ?? '')) return {};
  return { TimeToLiveSpecification: { AttributeName, Enabled: true } };
}

async function setTimeToLive(dynamodb: DynamoDBClient, name: string): Promise<void> {
  await unlessUnknown(dynamodb.send(new UpdateTimeToLiveCommand(tableTimeToLive(name))));
}

async function recovery(dynamodb: DynamoDBClient, name: string): Promise<JsonObject> {
  const asked = dynamodb.send(new DescribeContinuousBackupsCommand({ TableName: name }));
  const told = await unlessUnknown(asked);
  if (!told) return {};
  const { PointInTimeRecoveryDescription: description } = told.ContinuousBackupsDescription ?? {};
  const isOn = description?.PointInTimeRecoveryStatus === 'ENABLED';
  return { PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: isOn } };
}

async function setRecovery(dynamodb: DynamoDBClient, TableName: string): Promise<void> {
  const PointInTimeRecoverySpecification = { PointInTimeRecoveryEnabled: true };
  await unlessUnknown(
    dynamodb.send(new UpdateContinuousBackupsCommand({ TableName, PointInTimeRecoverySpecification })),
  );
}

/** A database on the own machine has not all operations. */
function unlessUnknown<T>(asked: Promise<T>): Promise<T | undefined> {
  return unlessNamed(asked, 'UnknownOperationException');
}

function unlessMissing<T>(asked: Promise<T>): Promise<T | undefined> {
  return unlessNamed(asked, 'ResourceNotFoundException');
}
