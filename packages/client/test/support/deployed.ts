import { CreateLogStreamCommand, PutLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { CreateBucketCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, jest } from '@jest/globals';
import { compile } from '@flowmap/asl';
import { lambda } from '@flowmap/compute-lambda';
import { type Account, applyDeployment, codeKeys, openAccount, planDeployment } from '@flowmap/deploy';
import type { Flow } from '@flowmap/flow';
import { inline } from '@flowmap/map-inline';
import { ensureTable } from '@flowmap/metadata-dynamodb';
import { dynamodbRunStates } from '@flowmap/metadata-dynamodb/states';
import type { LogLine } from '@flowmap/runtime';
import { lambdaHandler } from '@flowmap/runtime/lambda';
import { awsAccount, type AwsAccount, s3Server, startDynamodb } from '@flowmap/testing';
import { serveFunctions } from './functions.js';

process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';
// Servers start on a machine that does other things too.
jest.setTimeout(60_000);

/** A flow that is deployed to an account. Its fields may be used in tests only. */
export interface DeployedFlow {
  readonly fake: AwsAccount;
  readonly account: Account;
}

/** Deploys a flow for the tests of a file: executions of its state machine run, and what its tasks log is in CloudWatch Logs. */
export function deployed(flow: Flow): DeployedFlow {
  const closing: (() => unknown)[] = [];
  let made: DeployedFlow | undefined;
  beforeAll(async () => {
    const [s3, database] = await Promise.all([s3Server(), startDynamodb()]);
    closing.push(
      () => database.close(),
      () => s3.close(),
    );
    const handler = lambdaHandler(flow, () => ({
      objects: of(made).account.objects,
      metadata: of(made).account.metadata,
      deployment: flow.name,
      log: (line) => void logging.push(keep(of(made).account, flow.name, line)),
    }));
    const functions = await serveFunctions(async (event, context) => {
      const answer = await handler(event, context);
      // What a function prints is on its way when it answers; a test looks at once.
      await Promise.all(logging);
      return answer;
    });
    const fake = await awsAccount({
      now: () => new Date(),
      also: { s3: s3.url, dynamodb: database.endpoint },
      executions: { variables: { AWS_ENDPOINT_URL_LAMBDA: functions.url } },
    });
    const wait = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds / 50));
    const account = await openAccount({ ...fake.clientConfig, wait });
    closing.push(
      () => account.close(),
      () => fake.close(),
      () => functions.close(),
    );
    await account.site.aws.s3.send(new CreateBucketCommand({ Bucket: account.bucket }));
    await ensureTable(account.site.aws.dynamodb, account.table);
    made = { fake, account };
    await deploy(account, flow);
    await account.site.aws.logs.send(new CreateLogStreamCommand(streamOf(flow.name)));
  });
  afterAll(async () => {
    for (const close of closing.reverse()) await close();
  });
  return {
    get fake() {
      return of(made).fake;
    },
    get account() {
      return of(made).account;
    },
  };
}

const logging: Promise<unknown>[] = [];

function of(made: DeployedFlow | undefined): DeployedFlow {
  if (!made) throw new Error('the flow has not been deployed');
  return made;
}

async function deploy(account: Account, flow: Flow): Promise<void> {
  const { bucket, table, site } = account;
  const code = 'c0dec0dec0dec0de';
  const name = flow.name;
  const target = { ...site, deployment: name, machine: name, bucket, table, code };
  const compiled = compile(flow.graph, {
    strategies: flow.strategies,
    fallback: inline(),
    computes: { default: lambda() },
    run: dynamodbRunStates(),
    target,
  });
  if (!compiled.definition) throw new Error(compiled.diagnostics.map(({ message }) => message).join('; '));
  const keys = codeKeys(code);
  const request = {
    deployment: {
      graph: flow.graph,
      computes: { default: lambda() },
      definition: compiled.definition,
      policies: compiled.policies,
      target,
      code: { bucket, ...keys, start: [] },
    },
    uploads: [
      { key: keys.zip, body: Buffer.from(code) },
      { key: keys.graph, body: Buffer.from(JSON.stringify(flow.graph)) },
    ],
  };
  const ports = { ...account, newToken: () => 'let-me' };
  await applyDeployment(await planDeployment(request, ports), request, ports);
}

function streamOf(name: string): { readonly logGroupName: string; readonly logStreamName: string } {
  return { logGroupName: `/flowmap/${name}`, logStreamName: 'one' };
}

function keep({ site }: Account, name: string, { at, ...line }: LogLine): Promise<unknown> {
  const message = JSON.stringify({ time: new Date(at).toISOString(), ...line });
  return site.aws.logs.send(new PutLogEventsCommand({ ...streamOf(name), logEvents: [{ timestamp: at, message }] }));
}
