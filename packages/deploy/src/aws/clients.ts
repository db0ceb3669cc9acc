import { BatchClient } from '@aws-sdk/client-batch';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { IAMClient } from '@aws-sdk/client-iam';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client } from '@aws-sdk/client-s3';
import { SchedulerClient } from '@aws-sdk/client-scheduler';
import { SFNClient } from '@aws-sdk/client-sfn';
import { STSClient, type STSClientConfig } from '@aws-sdk/client-sts';
import { type Watched, watch } from './calls.js';

/** How to reach an account. What is left out is what the environment and the shared configuration of the AWS SDK say. */
export interface AwsSettings {
  readonly region?: string;
  /** A profile of the shared configuration. */
  readonly profile?: string;
  /** One address for all services, for an AWS that is not AWS. */
  readonly endpoint?: string;
  /** Credentials that are there already. */
  readonly credentials?: STSClientConfig['credentials'];
  /** Attempts of a call that is throttled or fails on the way. Default 5. */
  readonly attempts?: number;
  /** Is told of each call, for counting and for a log. */
  readonly onCall?: (call: AwsCall) => void;
}

/** One call of an operation of AWS, however often it was tried. */
export interface AwsCall {
  /** As IAM names it: `lambda:CreateFunction`. */
  readonly action: string;
  /** What it is about, as far as its input says: a name or an ARN. */
  readonly resource: string | undefined;
}

/** The clients that a deployment uses. Each call of theirs that fails knows its action and what it was about. */
export interface AwsClients {
  readonly batch: BatchClient;
  readonly dynamodb: DynamoDBClient;
  readonly events: EventBridgeClient;
  readonly iam: IAMClient;
  readonly lambda: LambdaClient;
  readonly logs: CloudWatchLogsClient;
  readonly s3: S3Client;
  readonly scheduler: SchedulerClient;
  readonly sfn: SFNClient;
  readonly sts: STSClient;
  /** Closes connections. */
  close(): void;
}

/** Opens clients. Nothing is asked before the first call. */
export function awsClients(settings: AwsSettings = {}): AwsClients {
  const { region, profile, endpoint, credentials, attempts = 5, onCall } = settings;
  const config = {
    maxAttempts: attempts,
    ...(region !== undefined && { region }),
    ...(profile !== undefined && { profile }),
    ...(endpoint !== undefined && { endpoint }),
    ...(credentials !== undefined && { credentials }),
  };
  const opened: Watched[] = [];
  const open = <C extends Watched>(service: string, client: C): C => {
    watch(client, service, onCall);
    opened.push(client);
    return client;
  };
  return {
    batch: open('batch', new BatchClient(config)),
    dynamodb: open('dynamodb', new DynamoDBClient(config)),
    events: open('events', new EventBridgeClient(config)),
    iam: open('iam', new IAMClient(config)),
    lambda: open('lambda', new LambdaClient(config)),
    logs: open('logs', new CloudWatchLogsClient(config)),
    // An address that stands for all services knows no bucket by its host name.
    s3: open('s3', new S3Client({ ...config, ...(endpoint !== undefined && { forcePathStyle: true }) })),
    scheduler: open('scheduler', new SchedulerClient(config)),
    sfn: open('states', new SFNClient(config)),
    sts: open('sts', new STSClient(config)),
    close: () => {
      for (const client of opened) client.destroy();
    },
  };
}
