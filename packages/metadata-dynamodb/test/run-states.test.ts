import { describe, expect, it } from '@jest/globals';
import type { Expression, StateMachine, TaskState } from '@flowmap/asl/language';
import type { Target } from '@flowmap/asl';
import { run, simulatedClock, type Outcome } from '@flowmap/engine';
import type { FlowGraph, Json } from '@flowmap/graph';
import { dynamodbMetadata, dynamodbRunStates, serveRunStates } from '@flowmap/metadata-dynamodb';
import { database } from './database.js';

const db = database();
const states = dynamodbRunStates();
const graph: FlowGraph = { schemaVersion: 1, name: 'flights', params: {}, body: { nodes: [] } };
const DAY = 24 * 60 * 60 * 1000;

const targetOf = (table: string): Target => ({
  deployment: 'flights',
  partition: 'aws',
  region: 'us-east-1',
  account: '123456789012',
  machine: 'flights',
  table,
  bucket: 'bucket',
  code: 'c0de',
});

/** Runs a machine of one Task state at a moment, its work done by the database. */
async function execute(
  state: TaskState,
  output: Json,
  { at, name, input = {} }: { readonly at: number; readonly name: string; readonly input?: Json },
): Promise<Outcome> {
  const serve = serveRunStates(db.client);
  const definition: StateMachine = {
    QueryLanguage: 'JSONata',
    StartAt: 'one',
    States: { one: { ...state, Output: output, End: true } },
  };
  return run(
    definition,
    input,
    {
      task: async ({ resource, arguments: args }) => {
        const answer = serve(resource, args);
        if (!answer) throw Object.assign(new Error(resource), { name: 'NotOurs' });
        return answer;
      },
      clock: simulatedClock(at),
      random: () => 0.5,
      uuid: () => '00000000-0000-4000-8000-000000000000',
    },
    { name },
  );
}

const open = (table: string, name: string, at: number, params: Expression = "$string({'rows': 5})"): Promise<Outcome> =>
  execute(states.open(graph, params, targetOf(table)).state, '{% $states.context.Execution.Name %}', { at, name });

describe('the state that opens a run', () => {
  const start = Date.parse('2026-03-01T12:00:00.123Z');

  it('records what the store reads as a run', async () => {
    const table = await db.newTable();
    expect(await open(table, 'r1', start)).toEqual({ status: 'SUCCEEDED', output: 'r1' });
    let now = start;
    const store = dynamodbMetadata({ client: db.client, table, now: () => now });
    expect(await store.run('flights', 'r1')).toEqual({
      deployment: 'flights',
      run: 'r1',
      status: 'RUNNING',
      started: '2026-03-01T12:00:00.123Z',
      code: 'c0de',
      params: { rows: 5 },
    });
    await store.finishRun('flights', 'r1', { status: 'SUCCEEDED', stopped: '2026-03-01T13:00:00.000Z' });
    expect((await store.run('flights', 'r1'))?.status).toBe('SUCCEEDED');
    now = start + 90 * DAY - 2000;
    expect(await store.run('flights', 'r1')).toBeDefined();
    now = start + 90 * DAY;
    expect(await store.run('flights', 'r1')).toBeUndefined();
  });

  it('refuses a name that was used, until it has expired', async () => {
    const table = await db.newTable();
    await open(table, 'r1', start);
    const refused = { status: 'FAILED', error: 'DynamoDB.ConditionalCheckFailedException' };
    expect(await open(table, 'r1', start + 1)).toMatchObject(refused);
    expect(await open(table, 'r1', start + 89 * DAY)).toMatchObject(refused);
    expect(await open(table, 'r1', start + 90 * DAY)).toMatchObject({ status: 'SUCCEEDED' });
    expect(await open(table, 'r2', start)).toMatchObject({ status: 'SUCCEEDED' });
  });

  it('lets the same execution try again', async () => {
    const table = await db.newTable();
    await open(table, 'r1', start);
    expect(await open(table, 'r1', start)).toMatchObject({ status: 'SUCCEEDED' });
  });

  it('records nothing when the parameters are refused', async () => {
    const table = await db.newTable();
    const outcome = await open(table, 'r1', start, "$error('rows: not an integer')");
    expect(outcome).toMatchObject({ status: 'FAILED', error: 'States.QueryEvaluationError' });
    expect(outcome).toHaveProperty('cause', expect.stringContaining('rows: not an integer'));
    const store = dynamodbMetadata({ client: db.client, table, now: () => start });
    expect(await store.run('flights', 'r1')).toBeUndefined();
  });

  it('may do no more than its states need', () => {
    const { policies } = states.open(graph, "''", targetOf('t'));
    const table = 'arn:aws:dynamodb:us-east-1:123456789012:table/t';
    expect(policies).toEqual([{ Action: ['dynamodb:PutItem'], Resource: [table] }]);
    expect(states.read("''", targetOf('t')).policies).toEqual([{ Action: ['dynamodb:GetItem'], Resource: [table] }]);
  });
});

describe('the state that reads facts', () => {
  const at = Date.parse('2026-03-01T12:00:00Z');

  const read = async (table: string, fact: readonly [string, 'number' | 'string', Expression?]): Promise<Outcome> => {
    const reading = states.read("'flights/' & $states.input.run & '/start'", targetOf(table));
    const output = { f: `{% ${reading.fact(...fact)} %}` };
    return execute(reading.state, output, { at, name: 'r1', input: { run: 'r1' } });
  };

  it('brings what the store published', async () => {
    const table = await db.newTable();
    const store = dynamodbMetadata({ client: db.client, table, now: () => at });
    const facts = { perChunk: 1_000_000, 'perShard/perDay': 0, in: 3, kind: 'large' };
    await store.putFacts({ address: 'flights/r1/start', run: 'r1', facts }, new Date(at + DAY));
    const succeeded = (f: Json): Outcome => ({ status: 'SUCCEEDED', output: { f } });
    expect(await read(table, ['perChunk', 'number'])).toEqual(succeeded(1_000_000));
    expect(await read(table, ['perShard/perDay', 'number'])).toEqual(succeeded(0));
    expect(await read(table, ['in', 'number'])).toEqual(succeeded(3));
    expect(await read(table, ['kind', 'string'])).toEqual(succeeded('large'));
    expect(await read(table, ['failed', 'number', '0'])).toEqual(succeeded(0));
    expect(await read(table, ['perChunk', 'number', '0'])).toEqual(succeeded(1_000_000));
  });

  it('fails where a fact is missing', async () => {
    const table = await db.newTable();
    const missing = { status: 'FAILED', error: 'States.QueryEvaluationError' };
    expect(await read(table, ['perChunk', 'number'])).toMatchObject(missing);
    const store = dynamodbMetadata({ client: db.client, table, now: () => at });
    await store.putFacts({ address: 'flights/r1/start', run: 'r1', facts: { other: 1 } }, new Date(at + DAY));
    expect(await read(table, ['perChunk', 'number'])).toMatchObject(missing);
    expect(await read(table, ['other', 'string'])).toMatchObject(missing);
  });
});

describe('serveRunStates', () => {
  it('leaves what is not ours to others', () => {
    const serve = serveRunStates(db.client);
    expect(serve('arn:aws:states:::lambda:invoke', {})).toBeUndefined();
    expect(serve('arn:aws:states:::aws-sdk:dynamodb:putItem', {})).toBeUndefined();
  });

  it('names errors as Step Functions does', async () => {
    const serve = serveRunStates(db.client);
    const get = (table: string, key: Json): Promise<Json> | undefined =>
      serve('arn:aws:states:::dynamodb:getItem', { TableName: table, Key: key });
    const key = { pk: { S: 'a' }, sk: { S: 'b' } };
    await expect(get('none', key)).rejects.toHaveProperty('name', 'DynamoDB.ResourceNotFoundException');
    await expect(get(await db.newTable(), {})).rejects.toHaveProperty('name', 'DynamoDB.AmazonDynamoDBException');
  });

  it('answers as the integration does', async () => {
    const serve = serveRunStates(db.client);
    const table = await db.newTable();
    const Key = { pk: { S: 'a' }, sk: { S: 'b' } };
    const metadata = {
      SdkHttpMetadata: { HttpStatusCode: 200 },
      SdkResponseMetadata: { RequestId: expect.any(String) },
    };
    const args = { TableName: table, Key };
    expect(await serve('arn:aws:states:::dynamodb:getItem', args)).toEqual(metadata);
    const Item = { ...Key, n: { N: '5' } };
    expect(await serve('arn:aws:states:::dynamodb:putItem', { TableName: table, Item })).toEqual(metadata);
    expect(await serve('arn:aws:states:::dynamodb:getItem', args)).toEqual({ Item, ...metadata });
  });
});
