import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, afterEach, beforeAll, beforeEach, jest } from '@jest/globals';
import type { Target } from '@flowmap/asl';
import type { StateMachine } from '@flowmap/asl/language';
import { lambda } from '@flowmap/compute-lambda';
import { flow } from '@flowmap/flow';
import { dynamodbMetadata, ensureTable } from '@flowmap/metadata-dynamodb';
import type { MetadataStore, ObjectStore } from '@flowmap/store';
import { memoryObjects } from '@flowmap/store/memory';
import {
  awsAccount,
  type AwsAccount,
  dynamodbClientConfig,
  type DynamodbServer,
  startDynamodb,
} from '@flowmap/testing';
import {
  applyDeployment,
  awsClients,
  type AwsClients,
  codeKeys,
  type Deployed,
  planDeployment,
  type Site,
} from '../../../src/index.js';

process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';
// Servers start on a machine that does other things too.
jest.setTimeout(60_000);

/** An account that flows are deployed to, anew for each test. Its fields may be used in tests only. */
export interface World {
  readonly account: AwsAccount;
  readonly aws: AwsClients;
  readonly site: Site;
  readonly metadata: MetadataStore;
  readonly objects: ObjectStore;
  /** Who asks; `ada` to begin with. */
  caller: string;
  readonly now: () => Date;
  readonly random: (bytes: number) => Uint8Array;
  /** Milliseconds that were waited for since the last deployment. */
  readonly waits: number[];
  /** Deploys a flow whose state machine is the given one. */
  deploy(name: string, definition: object, code?: string): Promise<Deployed>;
}

/** The production token of every flow. */
export const TOKEN = 'let-me';

/** Opens an account for each test of a file. */
export function world(): World {
  let database: DynamodbServer | undefined;
  let client: DynamoDBClient | undefined;
  let tables = 0;
  let current: World | undefined;
  beforeAll(async () => {
    database = await startDynamodb();
    client = new DynamoDBClient(dynamodbClientConfig(database));
  });
  afterAll(async () => {
    client?.destroy();
    await database?.close();
  });
  beforeEach(async () => {
    if (!client) throw new Error('there is no database');
    tables += 1;
    await ensureTable(client, `flowmap-${tables}`);
    current = await openWorld(client, `flowmap-${tables}`);
  });
  afterEach(async () => {
    current?.aws.close();
    await current?.account.close();
  });
  const opened = (): World => {
    if (!current) throw new Error('the account has not been opened');
    return current;
  };
  return new Proxy({} as World, {
    get: (_, field) => opened()[field as keyof World],
    set: (_, field, value) => Reflect.set(opened(), field, value),
    ownKeys: () => Reflect.ownKeys(opened()),
    getOwnPropertyDescriptor: (_, field) => Reflect.getOwnPropertyDescriptor(opened(), field),
  });
}

async function openWorld(client: DynamoDBClient, table: string): Promise<World> {
  const account = await awsAccount({ now: () => new Date() });
  const aws = awsClients({ ...account.clientConfig, attempts: 1 });
  const { region, partition } = account;
  const waits: number[] = [];
  const wait = async (milliseconds: number): Promise<void> => {
    waits.push(milliseconds);
    // What goes on meanwhile is real.
    await new Promise((resolve) => setTimeout(resolve, 10));
  };
  const made: World = {
    account,
    aws,
    site: { aws, partition, region, account: account.account, wait },
    metadata: dynamodbMetadata({ client, table, now: Date.now }),
    objects: memoryObjects(),
    caller: 'ada',
    now: () => new Date(),
    random: (bytes) => new Uint8Array(bytes).map((_, i) => i * 7),
    waits,
    deploy: (name, definition, code = 'c0de') => deployed(made, name, definition, code),
  };
  return made;
}

const ANY = flow({ name: 'any' }, ({ step }) => void step('work', () => 1));

async function deployed(ports: World, name: string, definition: object, code: string): Promise<Deployed> {
  const { region, account, partition } = ports.site;
  const target: Target = {
    deployment: name,
    machine: name,
    partition,
    region,
    account,
    table: 'flowmap',
    bucket: 'artifacts',
    code,
  };
  const keys = codeKeys(code);
  const request = {
    deployment: {
      graph: ANY.graph,
      computes: { default: lambda() },
      definition: definition as StateMachine,
      policies: [{ Action: ['dynamodb:PutItem'], Resource: ['*'] }],
      target,
      code: { bucket: 'artifacts', zip: codeKeys(code).zip, module: codeKeys(code).module, start: [] },
    },
    uploads: [{ key: keys.zip, body: Buffer.from(code) }],
  };
  const deployPorts = { ...ports, newToken: () => TOKEN };
  const made = await applyDeployment(await planDeployment(request, deployPorts), request, deployPorts);
  ports.waits.length = 0;
  return made;
}
