import {
  GetItemCommand,
  PutItemCommand,
  type DynamoDBClient,
  type GetItemCommandInput,
  type PutItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import type { Json } from '@flowmap/graph';
import { isOfNetwork } from './fault.js';

/** What a failed Task state says: the names are those of Step Functions. */
export interface RunStateFailure {
  readonly name: string;
  readonly message: string;
}

/** Does the work of a Task state, or answers undefined at once where the state is none of ours. */
export type RunStateServer = (resource: string, args: Json) => Promise<Json> | undefined;

/** Errors that Step Functions calls by their own name; all others are the service's general one. */
const NAMED = new Set([
  'ConditionalCheckFailedException',
  'InternalServerErrorException',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'ResourceNotFoundException',
  'ThrottlingException',
]);

/**
 * The way back for a local run: sends what the states of `dynamodbRunStates` ask, `dynamodb:putItem` and `dynamodb:getItem`,
 * through a real client, and answers as Step Functions does. It rejects with a `RunStateFailure`, such as
 * `DynamoDB.ConditionalCheckFailedException` for a run id that was used before.
 */
export function serveRunStates(client: DynamoDBClient): RunStateServer {
  return (resource, args) => {
    const [, action] = /^arn:[^:]+:states:::dynamodb:(putItem|getItem)$/.exec(resource) ?? [];
    if (action === undefined) return undefined;
    return answer(client, action, args);
  };
}

async function answer(client: DynamoDBClient, action: string, args: Json): Promise<Json> {
  try {
    if (action === 'putItem') {
      const { $metadata } = await client.send(new PutItemCommand(args as unknown as PutItemCommandInput));
      return metadata($metadata);
    }
    const { Item, $metadata } = await client.send(new GetItemCommand(args as unknown as GetItemCommandInput));
    return { ...(Item ? { Item: Item as unknown as Json } : {}), ...metadata($metadata) };
  } catch (error) {
    throw failure(error);
  }
}

function metadata({ requestId = '' }: { readonly requestId?: string | undefined }): { readonly [name: string]: Json } {
  return { SdkHttpMetadata: { HttpStatusCode: 200 }, SdkResponseMetadata: { RequestId: requestId } };
}

/** An error whose name is the one that a Retry or a Catch of the machine speaks of. */
function failure(error: unknown): Error & RunStateFailure {
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  const known = NAMED.has(name) ? name : isOfNetwork(error) ? 'SdkClientException' : 'AmazonDynamoDBException';
  return Object.assign(new Error(message, { cause: error }), { name: `DynamoDB.${known}` });
}
