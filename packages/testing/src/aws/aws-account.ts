import {
  accountParts,
  dynamodbAt,
  type Home,
  ownService,
  readCode,
  type Receiver,
  s3At,
  startHttpServer,
} from '@flowmap/local/account';
import type { DeniedAction } from './access/denied-action.js';
import type { AwsAccountOptions } from './account-options.js';
import type { AwsCall, FaultOf } from './call.js';
import { answerRequest, type Mood } from './server/front-desk.js';
import { states } from './states/states.js';

/** Settings for any client of the AWS SDK, so that it calls a fake account. */
export interface AwsClientConfig {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

/** An AWS account of this process's own. */
export interface AwsAccount {
  /** `http://127.0.0.1:<port>`, for all services. */
  readonly url: string;
  readonly account: string;
  readonly region: string;
  readonly partition: string;
  readonly clientConfig: AwsClientConfig;
  /** Every call so far, in the order of arrival; each attempt of a client is one. */
  readonly calls: readonly AwsCall[];
  /** Actions that every caller is refused. Set it anew to change it. */
  denied: readonly DeniedAction[];
  /** Whether the credentials of all callers have expired. */
  expired: boolean;
  /** Asks `fault` about every call from now on; undefined to stop. */
  onCall(fault: FaultOf | undefined): void;
  /** Whether all connections are cut, since the fault `kill`. */
  readonly killed: boolean;
  /** Answers again after a `kill`. */
  revive(): void;
  /**
   * Everything that exists, sorted, each as `type name`: `role r`, `role-policy r/p`, `attached-policy r/arn`, `function f`,
   * `function-version f:1`, `function-alias f:live`, `log-group g`, `state-machine m`, `state-machine-version m:1`,
   * `state-machine-alias m:live`, `job-definition d:1` (while it is active), `job-queue q`, `compute-environment e`, `schedule group/s`,
   * `schedule-group g` (not the default one), `rule r`, `rule-target r/id`, `secret s`, `parameter p`. Buckets and tables are elsewhere.
   */
  resources(): Promise<readonly string[]>;
  /** What each of the resources is, by the same names: its settings and tags, without the times and ids that the service makes up. */
  contents(): Promise<Readonly<Record<string, unknown>>>;
  /** Puts a job where DescribeJobs of AWS Batch finds it: its members, with the `jobId`. */
  putJob(job: Readonly<Record<string, unknown>> & { readonly jobId: string }): void;
  /** Stops the account and cuts all connections. */
  close(): Promise<void>;
}

const ACCESS_KEY = 'AKIAFAKEACCOUNT00001';

/**
 * Starts an AWS account in memory that any client of the SDK can call. It keeps to what the services refuse; what it does not
 * implement, be it an action or one member of a request, it refuses by name with the status 501.
 */
export async function awsAccount(options: AwsAccountOptions): Promise<AwsAccount> {
  const { account = '123456789012', region = 'us-east-1', partition = 'aws' } = options;
  const home: Home = { account, region, partition };
  const { callers, roles, groups, batch, services } = accountParts({
    home,
    now: options.now,
    readsUntilReady: options.readsUntilReady ?? 1,
    newRoleRefusals: options.newRoleRefusals ?? 0,
    caller: { accessKeyId: ACCESS_KEY, arn: options.caller },
    code: (source) => readCode(source, options.object),
  });
  const { s3, dynamodb } = options.also ?? {};
  const machines = states({
    home,
    roles,
    hasLogGroup: (arn) => [...groups.byName.keys()].some((name) => groups.arn(name) === arn),
    executions: {
      ...options.executions,
      variables: { AWS_ENDPOINT_URL_S3: s3, AWS_ENDPOINT_URL_DYNAMODB: dynamodb, ...options.executions?.variables },
    },
  });
  const receivers: readonly Receiver[] = [
    ...services.map((service) => ownService(service)),
    machines,
    ...(s3 === undefined ? [] : [s3At(s3, home)]),
    ...(dynamodb === undefined ? [] : [dynamodbAt(dynamodb, home)]),
  ];
  const mood: Mood = { denied: [], expired: false, faultOf: undefined, dead: false };
  const calls: AwsCall[] = [];
  const desk = {
    home,
    now: options.now,
    callers,
    receivers,
    mood,
    calls,
    onKill: () => options.onKill?.(),
  };
  const server = await startHttpServer((request) => answerRequest(desk, request));
  const contents = async (): Promise<Readonly<Record<string, unknown>>> => {
    const all = await Promise.all(receivers.map(async (receiver) => receiver.contents()));
    const sorted = all.flatMap((one) => Object.entries(one)).sort(([one], [other]) => (one < other ? -1 : 1));
    return Object.fromEntries(sorted);
  };

  return {
    url: server.url,
    ...home,
    clientConfig: {
      endpoint: server.url,
      region,
      credentials: { accessKeyId: ACCESS_KEY, secretAccessKey: 'secret' },
    },
    calls,
    get denied() {
      return mood.denied;
    },
    set denied(denied) {
      mood.denied = denied;
    },
    get expired() {
      return mood.expired;
    },
    set expired(expired) {
      mood.expired = expired;
    },
    onCall(fault) {
      mood.faultOf = fault;
    },
    get killed() {
      return mood.dead;
    },
    revive() {
      mood.dead = false;
    },
    resources: async () => Object.keys(await contents()),
    contents,
    putJob: (job) => void batch.jobs.set(job.jobId, job),
    async close() {
      await server.close();
      await machines.close();
    },
  };
}
