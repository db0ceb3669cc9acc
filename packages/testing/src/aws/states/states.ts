import { mkdtemp, rm } from 'node:fs/promises';
import { Agent } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serveLocal } from '@flowmap/local';
import {
  awsJson,
  forward,
  type Home,
  JSON_REFUSALS,
  notImplemented,
  type Receiver,
  type Roles,
  type WireAnswer,
  type WireRequest,
} from '@flowmap/local/account';
import type { ExecutionOptions } from './execution-options.js';
import { ownArns } from './own-arns.js';
import { checkMachine, type Logging } from './role-check.js';
import { statesContents } from './states-contents.js';
import { neededOf, resourceOf, type StatesInput } from './states-input.js';

/** Step Functions: the server of the local run stands behind it. */
export interface States extends Receiver {
  close(): Promise<void>;
}

/** What Step Functions asks the rest of the account. */
export interface StatesOptions {
  readonly home: Home;
  readonly roles: Roles;
  /** Whether there is a log group with this ARN, which has no `:*`. */
  readonly hasLogGroup: (arn: string) => boolean;
  readonly executions: ExecutionOptions;
}

/** Starts a server of the Step Functions API in a folder of its own when the account is first asked for it, and passes all on to it. */
export function states({ home, roles, hasLogGroup, executions }: StatesOptions): States {
  let started: Promise<Started> | undefined;
  const protocol = awsJson('1.0', 'AWSStepFunctions');
  const arns = ownArns(home);
  const pass = async (request: WireRequest): Promise<WireAnswer> => {
    const { url, agent } = await (started ??= start(home, executions));
    return arns.theirs(await forward(url, arns.ours(request), agent));
  };
  const call = async (action: string, input: object): Promise<unknown> => {
    const body = Buffer.from(JSON.stringify(input));
    const headers = { 'x-amz-target': `AWSStepFunctions.${action}`, 'content-length': String(body.length) };
    const answer = await pass({ method: 'POST', target: '/', path: '/', query: new URLSearchParams(), headers, body });
    return answer.status === 200 ? JSON.parse(answer.body.toString()) : undefined;
  };
  const check = async (action: string, input: StatesInput): Promise<void> => {
    if (action !== 'CreateStateMachine' && action !== 'UpdateStateMachine') return;
    const { stateMachineArn } = input;
    const before = stateMachineArn === undefined ? undefined : await call('DescribeStateMachine', { stateMachineArn });
    const { roleArn, definition, loggingConfiguration } = { ...(before as object | undefined), ...input };
    if (roleArn === undefined) return;
    const logging = loggingConfiguration as Logging | undefined;
    checkMachine({ roleArn, definition, loggingConfiguration: logging }, home, roles, hasLogGroup);
  };

  return {
    name: 'states',
    refusals: JSON_REFUSALS,
    isGlobal: false,
    receive(request) {
      const asked = protocol.read(request);
      if (asked === undefined) throw notImplemented(`states: ${request.method} ${request.target}`);
      const { action } = asked;
      const input = asked.input as StatesInput;
      const resource = resourceOf(home, input);
      return {
        action,
        resource,
        input: input as Readonly<Record<string, unknown>>,
        needed: neededOf(action, resource, input),
        async perform() {
          await check(action, input);
          return pass(request);
        },
      };
    },
    refuse: (error) => protocol.refuse(error),
    contents: () => (started === undefined ? {} : statesContents(call)),
    close: async () => (await started)?.close(),
  };
}

interface Started {
  readonly url: string;
  readonly agent: Agent;
  close(): Promise<void>;
}

async function start({ account, region }: Home, { project, variables = {} }: ExecutionOptions): Promise<Started> {
  const root = await mkdtemp(join(tmpdir(), 'flowmap-account-'));
  const server = await serveLocal({
    root,
    port: 0,
    account,
    region,
    project: project ?? import.meta.dirname,
    variables,
  });
  const agent = new Agent({ keepAlive: true });
  return {
    url: server.url,
    agent,
    async close() {
      agent.destroy();
      await server.close();
      await rm(root, { recursive: true, force: true });
    },
  };
}
