import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serveLocal } from '@flowmap/local';
import { arnOf, type Home } from '../home.js';
import type { Roles } from '../iam/roles.js';
import { AwsError, notImplemented } from '../protocol/aws-error.js';
import { awsJson, JSON_REFUSALS } from '../protocol/json.js';
import type { Needed } from '../protocol/operation.js';
import { forward } from '../server/forward.js';
import type { Receiver } from '../server/receiver.js';
import type { WireAnswer, WireRequest } from '../server/wire.js';
import { statesContents } from './states-contents.js';
import { ownArns } from './own-arns.js';

/** Step Functions: the server of the local run stands behind it. */
export interface States extends Receiver {
  close(): Promise<void>;
}

/** Starts a server of the Step Functions API in a folder of its own, for what the account receives. */
export async function states(home: Home, roles: Roles): Promise<States> {
  const root = await mkdtemp(join(tmpdir(), 'flowmap-account-'));
  const server = await serveLocal({ root, port: 0, account: home.account, region: home.region });
  const protocol = awsJson('1.0', 'AWSStepFunctions');
  const arns = ownArns(home);
  const pass = async (request: WireRequest): Promise<WireAnswer> =>
    arns.theirs(await forward(server.url, arns.ours(request)));
  const call = async (action: string, input: object): Promise<unknown> => {
    const body = Buffer.from(JSON.stringify(input));
    const headers = { 'x-amz-target': `AWSStepFunctions.${action}`, 'content-length': String(body.length) };
    const answer = await pass({ method: 'POST', target: '/', path: '/', query: new URLSearchParams(), headers, body });
    return JSON.parse(answer.body.toString());
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
          refuseRole(action, input, roles);
          return pass(request);
        },
      };
    },
    refuse: (error) => protocol.refuse(error),
    contents: () => statesContents(call),
    async close() {
      await server.close();
      await rm(root, { recursive: true, force: true });
    },
  };
}

interface StatesInput {
  readonly name?: string;
  readonly roleArn?: string;
  readonly tags?: readonly unknown[];
  readonly publish?: boolean;
  readonly routingConfiguration?: readonly { readonly stateMachineVersionArn?: string }[];
  readonly stateMachineArn?: string;
  readonly stateMachineVersionArn?: string;
  readonly stateMachineAliasArn?: string;
  readonly executionArn?: string;
  readonly mapRunArn?: string;
  readonly activityArn?: string;
  readonly resourceArn?: string;
}

function resourceOf(home: Home, input: StatesInput): string {
  // An alias is created for the machine of its versions.
  const routed = input.routingConfiguration?.[0]?.stateMachineVersionArn?.replace(/:\d+$/, '');
  const given =
    input.stateMachineArn ??
    input.stateMachineVersionArn ??
    input.stateMachineAliasArn ??
    input.executionArn ??
    input.mapRunArn ??
    input.activityArn ??
    input.resourceArn ??
    routed;
  if (given !== undefined) return given;
  return input.name === undefined ? '*' : arnOf(home, 'states', `stateMachine:${input.name}`);
}

function neededOf(action: string, resource: string, { roleArn, tags = [], publish }: StatesInput): readonly Needed[] {
  return [
    { action: `states:${action}`, resource },
    ...(roleArn === undefined ? [] : [{ action: 'iam:PassRole', resource: roleArn }]),
    ...(action === 'CreateStateMachine' && tags.length > 0 ? [{ action: 'states:TagResource', resource }] : []),
    ...(publish === true ? [{ action: 'states:PublishStateMachineVersion', resource }] : []),
  ];
}

function refuseRole(action: string, { roleArn }: StatesInput, roles: Roles): void {
  if (roleArn === undefined || (action !== 'CreateStateMachine' && action !== 'UpdateStateMachine')) return;
  if (roles.canBeAssumedBy('states.amazonaws.com', roleArn)) return;
  throw new AwsError(
    'AccessDeniedException',
    'Neither the global service principal states.amazonaws.com, nor the regional one is authorized to assume the provided role.',
  );
}
