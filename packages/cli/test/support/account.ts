import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, jest } from '@jest/globals';
import type { StateMachine } from '@flowmap/asl/language';
import { lambda } from '@flowmap/compute-lambda';
import { applyDeployment, awsClients, codeKeys, openSite, planDeployment } from '@flowmap/deploy';
import type { FlowGraph } from '@flowmap/graph';
import { dynamodbMetadata, ensureTable } from '@flowmap/metadata-dynamodb';
import type { MetadataStore, ObjectStore } from '@flowmap/store';
import { s3Objects } from '@flowmap/store/s3';
import {
  awsAccount,
  type AwsAccount,
  dynamodbClientConfig,
  type S3Server,
  s3Server,
  startDynamodb,
} from '@flowmap/testing';
import { runCli } from '../../src/cli.js';
import type { ExitStatus, Io } from '../../src/io.js';

jest.setTimeout(120_000);

/** What a command wrote, and how it ended. */
export interface Said {
  readonly status: ExitStatus;
  readonly out: string;
  readonly err: string;
}

/** An account for the tests of a file, with a table and a bucket. Its fields may be used in tests only. */
export interface CliAccount {
  readonly account: AwsAccount;
  readonly metadata: MetadataStore;
  readonly objects: ObjectStore;
  readonly s3: S3Server;
  /** Runs a command in this process, against the account. */
  cli(...args: readonly string[]): Promise<Said>;
  /** The same at a terminal, whose writings are among the errors. */
  atTerminal(...args: readonly string[]): Promise<Said>;
  /** The same where somebody answers questions. */
  answering(answer: string, ...args: readonly string[]): Promise<Said>;
  /** The same with nothing that says which account: no region and no address. */
  bare(...args: readonly string[]): Promise<Said>;
  /** Deploys a flow whose machine is the given one. */
  deploy(name: string, definition: object, graph: FlowGraph, code?: string): Promise<void>;
}

/** The production token of every flow. */
export const TOKEN = 'let-me';

/** Opens an account before the tests of a file, and closes it after them. */
export function cliAccount(): CliAccount {
  const closing: (() => unknown)[] = [];
  let made: CliAccount | undefined;
  const before = { ...process.env };
  beforeAll(async () => {
    const [database, s3] = await Promise.all([startDynamodb(), s3Server()]);
    const account = await awsAccount({
      now: () => new Date(),
      object: (from, key) => s3.buckets.of(from).objects.get(key)?.body,
      also: { s3: s3.url, dynamodb: database.endpoint },
    });
    const dynamodb = new DynamoDBClient(dynamodbClientConfig(database));
    await ensureTable(dynamodb, 'flowmap');
    const bucket = `flowmap-${account.account}-${account.region}`;
    s3.buckets.create(bucket);
    const { accessKeyId, secretAccessKey } = account.clientConfig.credentials;
    Object.assign(process.env, { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey });
    const client = new S3Client(s3.clientConfig);
    const stores = {
      metadata: dynamodbMetadata({ client: dynamodb, table: 'flowmap', now: Date.now }),
      objects: s3Objects({ bucket, client }),
    };
    made = { account, s3, ...stores, ...commands(account), deploy: deployer(account, stores) };
    closing.push(
      () => client.destroy(),
      () => dynamodb.destroy(),
      () => account.close(),
    );
    closing.push(
      () => database.close(),
      () => s3.close(),
    );
  });
  afterAll(async () => {
    process.env = before;
    for (const close of closing) await close();
  });
  return new Proxy({} as CliAccount, {
    get(_, field) {
      if (!made) throw new Error('the account has not been opened');
      return made[field as keyof CliAccount];
    },
  });
}

function commands({ url, region }: AwsAccount): Pick<CliAccount, 'cli' | 'atTerminal' | 'answering' | 'bare'> {
  const where = ['--endpoint-url', url, '--region', region];
  const say = async (args: readonly string[], ask?: Io['ask'], isTerminal = false): Promise<Said> => {
    let [out, err] = ['', ''];
    const io: Io = {
      out: (text) => void (out += text),
      err: (text) => void (err += text),
      color: false,
      wait: async () => undefined,
      ...(ask && { ask }),
      ...(isTerminal && {
        terminal: {
          write: (text: string) => void (err += text),
          columns: () => 80,
          rows: () => 24,
          onResize: () => () => undefined,
        },
      }),
    };
    const status = await runCli(args, io);
    return { status, out, err };
  };
  return {
    cli: (...args) => say([...args, ...where]),
    bare: (...args) => say(args),
    atTerminal: (...args) => say([...args, ...where], undefined, true),
    answering: (answer, ...args) => say([...args, ...where], async () => answer),
  };
}

function deployer(account: AwsAccount, stores: Pick<CliAccount, 'metadata' | 'objects'>): CliAccount['deploy'] {
  return async (name, definition, graph, code = 'c0dec0dec0de') => {
    const aws = awsClients(account.clientConfig);
    try {
      const { site, caller } = await openSite(aws, {}, async () => undefined);
      const { region, partition } = site;
      const target = { deployment: name, machine: name, partition, region, account: site.account, code };
      const bucket = `flowmap-${account.account}-${account.region}`;
      const request = {
        deployment: {
          graph,
          computes: { default: lambda() },
          definition: definition as StateMachine,
          policies: [{ Action: ['dynamodb:PutItem'], Resource: ['*'] }],
          target: { ...target, table: 'flowmap', bucket },
          code: { bucket, zip: codeKeys(code).zip, module: codeKeys(code).module, start: [] },
        },
        uploads: [
          { key: codeKeys(code).zip, body: Buffer.from(code) },
          { key: codeKeys(code).graph, body: Buffer.from(JSON.stringify(graph)) },
        ],
      };
      const ports = { site, ...stores, caller, now: () => new Date(), newToken: () => TOKEN };
      await applyDeployment(await planDeployment(request, ports), request, ports);
    } finally {
      aws.close();
    }
  };
}
