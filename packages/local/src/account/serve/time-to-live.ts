import type { Records } from '../../api/persistence/records.js';

/** Calls an action of the database; rejects with its refusal. */
export type DatabaseCall = (action: string, input: object) => Promise<Readonly<Record<string, unknown>>>;

/** The expiry of the items of tables, which the embedded database does not have. */
export interface TimeToLive {
  /** Answers a call about it; undefined for any other. */
  answer(action: string, input: unknown): Promise<object | undefined>;
  /** Removes what has expired. DynamoDB itself takes its time for that too. Source: DynamoDB developer guide, "Time to Live". */
  sweep(now: number): Promise<void>;
}

/** Keeps which attribute of a table says when an item expires, in seconds. */
export function timeToLive(attributes: Records<string>, call: DatabaseCall): TimeToLive {
  return {
    async answer(action, input) {
      const { TableName: table = '', TimeToLiveSpecification: wanted } = input as Asked;
      switch (action) {
        case 'DescribeTimeToLive': {
          await call('DescribeTable', { TableName: table });
          const attribute = attributes.get(table);
          const told = attribute === undefined ? {} : { AttributeName: attribute };
          const TimeToLiveStatus = attribute === undefined ? 'DISABLED' : 'ENABLED';
          return { TimeToLiveDescription: { TimeToLiveStatus, ...told } };
        }
        case 'UpdateTimeToLive':
          await call('DescribeTable', { TableName: table });
          if (wanted?.Enabled === true) await attributes.set(table, wanted.AttributeName);
          else await attributes.delete(table);
          return { TimeToLiveSpecification: wanted };
        default:
          return undefined;
      }
    },
    async sweep(now) {
      for (const [table, attribute] of attributes.entries()) await removeExpired(call, table, attribute, now);
    },
  };
}

interface Asked {
  readonly TableName?: string;
  readonly TimeToLiveSpecification?: { readonly AttributeName: string; readonly Enabled: boolean };
}

type Item = Readonly<Record<string, unknown>>;

async function removeExpired(call: DatabaseCall, table: string, attribute: string, now: number): Promise<void> {
  const { Table: described } = (await call('DescribeTable', { TableName: table })) as {
    readonly Table: { readonly KeySchema: readonly { readonly AttributeName: string }[] };
  };
  const keys = described.KeySchema.map(({ AttributeName: name }) => name);
  const expired = {
    TableName: table,
    ExpressionAttributeNames: { '#expires': attribute },
    ExpressionAttributeValues: { ':now': { N: String(Math.floor(now / 1000)) } },
  };
  let from: unknown;
  do {
    const page = await call('Scan', {
      ...expired,
      FilterExpression: '#expires < :now',
      ...(from !== undefined && { ExclusiveStartKey: from }),
    });
    for (const item of (page['Items'] ?? []) as readonly Item[]) {
      const Key = Object.fromEntries(keys.map((name) => [name, item[name]]));
      await call('DeleteItem', { ...expired, Key, ConditionExpression: '#expires < :now' }).catch(() => undefined);
    }
    from = page['LastEvaluatedKey'];
  } while (from !== undefined);
}
