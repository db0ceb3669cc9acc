import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  GetItemCommand,
  PutItemCommand,
  UpdateItemCommand,
  paginateQuery,
  type DynamoDBClient,
  type DynamoDBClientConfig,
  type QueryCommandInput,
} from '@aws-sdk/client-dynamodb';
import { FlowError } from '@flowmap/graph';
import type { MetadataStore } from '@flowmap/store';
import { dynamodbClient } from './client.js';
import { metadataFault } from './fault.js';
import {
  attributeToFacts,
  deploymentKey,
  deploymentToItem,
  endToAttribute,
  factsKey,
  factsToAttribute,
  failureToAttribute,
  hasExpired,
  itemToDeployment,
  itemToOwner,
  itemToRun,
  ownerKey,
  ownerToItem,
  runKey,
  runToItem,
  seconds,
  type Item,
} from './items.js';
import { KEYS } from './keys.js';

/** How to reach the table. */
export interface DynamodbMetadataOptions {
  readonly table: string;
  /** Milliseconds since the epoch, by which items expire. */
  readonly now: () => number;
  /** A client that is there already. */
  readonly client?: DynamoDBClient;
  /** Without `client`: the settings of one. Default: what the environment says. */
  readonly clientConfig?: DynamoDBClientConfig;
}

/** A write that must not replace what has not expired. */
const IF_NEW = {
  ConditionExpression: 'attribute_not_exists(pk) OR #expires <= :now',
  ExpressionAttributeNames: { '#expires': 'expires' },
} as const;

/**
 * The metadata store in a DynamoDB table made as `tableDefinition` says. Every write is one conditional write; throttling is
 * retried by the client. Failures are `METADATA_NO_TABLE`, `_DENIED`, `_NO_CREDENTIALS`, `_THROTTLED`, `_UNREACHABLE`, `_FAILED`.
 *
 * @example
 * const metadata = dynamodbMetadata({ table: 'flowmap', now: Date.now });
 */
export function dynamodbMetadata(options: DynamodbMetadataOptions): MetadataStore {
  const { table, now } = options;
  const client = options.client ?? dynamodbClient(options.clientConfig);

  const guarded = async <T>(work: Promise<T>): Promise<T> => {
    try {
      return await work;
    } catch (error) {
      throw metadataFault(error, table);
    }
  };

  /** A conditional write: false where the condition did not hold. */
  const holds = (write: Promise<unknown>): Promise<boolean> =>
    guarded(
      write.then(
        () => true,
        (error: unknown) => {
          if (error instanceof ConditionalCheckFailedException) return false;
          throw error;
        },
      ),
    );

  const putNew = (item: Item): Promise<boolean> => {
    const condition = { ...IF_NEW, ExpressionAttributeValues: { ':now': seconds(now()) } };
    return holds(client.send(new PutItemCommand({ TableName: table, Item: item, ...condition })));
  };

  const get = async (key: Item): Promise<Item | undefined> => {
    const found = await guarded(client.send(new GetItemCommand({ TableName: table, Key: key, ConsistentRead: true })));
    return found.Item && !hasExpired(found.Item, now()) ? found.Item : undefined;
  };

  const remove = (key: Item): Promise<unknown> =>
    guarded(client.send(new DeleteItemCommand({ TableName: table, Key: key })));

  async function* query(partition: string, kind: string, more: Partial<QueryCommandInput> = {}): AsyncGenerator<Item> {
    const input: QueryCommandInput = {
      TableName: table,
      ConsistentRead: true,
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :kind)',
      ...more,
      ExpressionAttributeValues: {
        ':pk': { S: partition },
        ':kind': { S: kind },
        ...more.ExpressionAttributeValues,
      },
    };
    try {
      for await (const { Items = [] } of paginateQuery({ client }, input)) {
        for (const item of Items) if (!hasExpired(item, now())) yield item;
      }
    } catch (error) {
      throw metadataFault(error, table);
    }
  }

  return {
    async createRun(run, expires) {
      return (await putNew(runToItem(run, expires))) ? 'written' : 'exists';
    },

    async finishRun(deployment, run, end) {
      const key = runKey(deployment, run);
      const update = new UpdateItemCommand({
        TableName: table,
        Key: key,
        UpdateExpression: `SET #status = :status, #stopped = :stopped${end.failure ? ', #failure = :failure' : ''}`,
        ConditionExpression: '#status = :running AND #expires > :now',
        ExpressionAttributeNames: {
          '#status': 'status',
          '#stopped': 'stopped',
          '#expires': 'expires',
          ...(end.failure && { '#failure': 'failure' }),
        },
        ExpressionAttributeValues: {
          ...(end.failure && { ':failure': failureToAttribute(end.failure) }),
          ':status': { S: end.status },
          ':stopped': { S: end.stopped },
          ':running': { S: 'RUNNING' },
          ':now': seconds(now()),
        },
      });
      if ((await holds(client.send(update))) || (await get(key))) return;
      throw new FlowError('RUN_NOT_FOUND', `there is no run ${run} of ${deployment}`);
    },

    async reopenRun(deployment, run) {
      const update = new UpdateItemCommand({
        TableName: table,
        Key: runKey(deployment, run),
        UpdateExpression: 'SET #status = :running REMOVE #stopped, #failure',
        ConditionExpression: '#expires > :now',
        ExpressionAttributeNames: {
          '#status': 'status',
          '#stopped': 'stopped',
          '#failure': 'failure',
          '#expires': 'expires',
        },
        ExpressionAttributeValues: { ':running': { S: 'RUNNING' }, ':now': seconds(now()) },
      });
      if (await holds(client.send(update))) return;
      throw new FlowError('RUN_NOT_FOUND', `there is no run ${run} of ${deployment}`);
    },

    async run(deployment, run) {
      const item = await get(runKey(deployment, run));
      return item && itemToRun(item);
    },

    async *runs(deployment, { status } = {}) {
      const only: Partial<QueryCommandInput> = status
        ? {
            FilterExpression: '#status = :status',
            ExpressionAttributeNames: { '#status': 'status' },
            ExpressionAttributeValues: { ':status': { S: status } },
          }
        : {};
      for await (const item of query(KEYS.flow(deployment), KEYS.runs, only)) yield itemToRun(item);
    },

    async putFacts({ address, run, facts }, expires) {
      await putNew({
        ...factsKey(address),
        run: { S: run },
        f: factsToAttribute(facts),
        expires: seconds(expires.getTime()),
      });
    },

    async facts(address) {
      const item = await get(factsKey(address));
      return item && attributeToFacts(item['f']);
    },

    async putDeployment(record) {
      return (await putNew(deploymentToItem(record))) ? 'written' : 'exists';
    },

    async *deployments(deployment) {
      for await (const item of query(KEYS.flow(deployment), KEYS.deployments)) yield itemToDeployment(item);
    },

    async finishDeployment(deployment, version, end) {
      const update = new UpdateItemCommand({
        TableName: table,
        Key: deploymentKey(deployment, version),
        UpdateExpression: 'SET #end = :end',
        ConditionExpression: 'attribute_exists(pk)',
        ExpressionAttributeNames: { '#end': 'end' },
        ExpressionAttributeValues: { ':end': endToAttribute(end) },
      });
      if (await holds(client.send(update))) return;
      throw new FlowError('DEPLOYMENT_NOT_FOUND', `there is no version ${version} of ${deployment}`);
    },

    async claim(record, instead) {
      const known = instead === undefined ? {} : { ':instead': { S: instead } };
      const put = new PutItemCommand({
        TableName: table,
        Item: ownerToItem(record),
        ConditionExpression: `attribute_not_exists(pk)${instead === undefined ? '' : ' OR #token = :instead'}`,
        ...(instead !== undefined && {
          ExpressionAttributeNames: { '#token': 'token' },
          ExpressionAttributeValues: known,
        }),
      });
      return (await holds(client.send(put))) ? 'written' : 'exists';
    },

    async owner(deployment) {
      const item = await get(ownerKey(deployment));
      return item && itemToOwner(item);
    },

    async *owners() {
      // Every sort key is a name, none of which is empty, so no prefix is asked for.
      const all = { KeyConditionExpression: 'pk = :pk', ExpressionAttributeValues: { ':pk': { S: KEYS.owners } } };
      try {
        for await (const { Items = [] } of paginateQuery(
          { client },
          { TableName: table, ConsistentRead: true, ...all },
        )) {
          yield* Items.map(itemToOwner);
        }
      } catch (error) {
        throw metadataFault(error, table);
      }
    },

    async forgetDeployment(deployment) {
      const versions: number[] = [];
      for await (const item of query(KEYS.flow(deployment), KEYS.deployments))
        versions.push(itemToDeployment(item).version);
      for (const version of versions) await remove(deploymentKey(deployment, version));
      await remove(ownerKey(deployment));
    },
  };
}
