import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';

/** Attempts of a request that is throttled: a wide fan-out publishes from many places at once. */
const ATTEMPTS = 8;

/** A client of DynamoDB, for packages that have no client of AWS of their own. Without settings: what the environment says. */
export function dynamodbClient(config: DynamoDBClientConfig = {}): DynamoDBClient {
  return new DynamoDBClient({ maxAttempts: ATTEMPTS, ...config });
}
