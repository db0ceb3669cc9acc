import type { Facts, Json, Resumption } from '@flowmap/graph';
import type { MetadataStore } from '@flowmap/store';

/** A value of DynamoDB, as far as the states of the metadata store have them. */
interface AttributeValue {
  readonly S?: string;
  readonly N?: string;
  readonly M?: { readonly [name: string]: AttributeValue };
}

interface Item {
  readonly [name: string]: AttributeValue;
}

interface PutItem {
  readonly Item: Item;
  readonly ConditionExpression?: string;
}

interface GetItem {
  readonly Key: Item;
  readonly ConsistentRead?: boolean;
}

/**
 * Does the work of the states that open a run and read facts, over any metadata store: what DynamoDB would do with their
 * arguments. Undefined for a resource that is none of these. A refused condition is thrown under the service's name.
 */
export function serveRunState(metadata: MetadataStore, resource: string, args: Json): Promise<Json> | undefined {
  if (resource.endsWith(':states:::dynamodb:putItem')) return putRun(metadata, args as unknown as PutItem);
  if (resource.endsWith(':states:::dynamodb:getItem')) return getFacts(metadata, args as unknown as GetItem);
  return undefined;
}

async function putRun(metadata: MetadataStore, { Item: item, ConditionExpression: condition }: PutItem): Promise<Json> {
  const deployment = text(item, 'deployment');
  const run = text(item, 'run');
  const started = text(item, 'started');
  if (condition === undefined) throw failure('DynamoDB.ValidationException', 'a run is recorded without a condition');
  const params = JSON.parse(text(item, 'params')) as { readonly [name: string]: Json };
  const resumes = JSON.parse(item['resumes']?.S ?? 'null') as Resumption | null;
  const written = await metadata.createRun(
    { deployment, run, status: 'RUNNING', started, code: text(item, 'code'), params, ...(resumes && { resumes }) },
    new Date(Number(number(item, 'expires')) * 1_000),
  );
  const before = await metadata.run(deployment, run);
  // The condition lets the same execution pass again: its first attempt may have been written and not answered.
  if (written === 'exists' && before?.started !== started) {
    throw failure('DynamoDB.ConditionalCheckFailedException', 'The conditional request failed');
  }
  return { SdkHttpMetadata: { HttpStatusCode: 200 } };
}

async function getFacts(metadata: MetadataStore, { Key: key, ConsistentRead: consistent }: GetItem): Promise<Json> {
  const pk = text(key, 'pk');
  // A count that was written a moment ago may be missing from any other read.
  if (consistent !== true) throw failure('DynamoDB.ValidationException', `${pk} is read without ConsistentRead`);
  const facts = await metadata.facts(pk.slice('facts#'.length));
  return { ...(facts ? { Item: { pk: { S: pk }, f: { M: attributes(facts) } } } : {}) };
}

function attributes(facts: Facts): { readonly [name: string]: Json } {
  return Object.fromEntries(
    Object.entries(facts).map(([name, fact]) => [
      name,
      typeof fact === 'number' ? { N: String(fact) } : { S: String(fact) },
    ]),
  );
}

function text(item: Item, name: string): string {
  const value = item[name]?.S;
  if (value === undefined) throw failure('DynamoDB.ValidationException', `the attribute ${name} is no string`);
  return value;
}

function number(item: Item, name: string): string {
  const value = item[name]?.N;
  if (value === undefined) throw failure('DynamoDB.ValidationException', `the attribute ${name} is no number`);
  return value;
}

function failure(name: string, message: string): Error {
  return Object.assign(new Error(message), { name });
}
