import {
  DescribeStateMachineAliasCommand,
  UpdateStateMachineAliasCommand,
  type DescribeStateMachineAliasOutput,
} from '@aws-sdk/client-sfn';
import { isNamed } from '../aws/fault.js';
import type { Site } from '../kinds/kind.js';
import { machineArn } from '../kinds/state-machine.js';
import { LIVE } from '../model/names.js';

/** How much of what is started goes to a version of the state machine. */
export interface LiveRoute {
  /** ARN of the version. */
  readonly machineVersion: string;
  /** Per cent. */
  readonly weight: number;
}

/** Where what is started goes, the largest share first; undefined where the flow has no alias. */
export async function liveRoutes(site: Site, name: string): Promise<readonly LiveRoute[] | undefined> {
  const asked = new DescribeStateMachineAliasCommand({ stateMachineAliasArn: aliasArn(site, name) });
  let found: DescribeStateMachineAliasOutput;
  try {
    found = await site.aws.sfn.send(asked);
  } catch (error) {
    if (isNamed(error, 'ResourceNotFound', 'StateMachineDoesNotExist', 'InvalidArn')) return undefined;
    throw error;
  }
  return [...(found.routingConfiguration ?? [])]
    .map(({ stateMachineVersionArn = '', weight = 0 }) => ({ machineVersion: stateMachineVersionArn, weight }))
    .sort((a, b) => b.weight - a.weight);
}

/**
 * Sends what is started to one version or to two, whose weights are 100 per cent together; one that would get nothing is left out. What
 * runs already goes on with its version.
 */
export async function sendTo(site: Site, name: string, routes: readonly LiveRoute[]): Promise<void> {
  const routingConfiguration = routes
    .filter(({ weight }) => weight > 0)
    .map(({ machineVersion, weight }) => ({ stateMachineVersionArn: machineVersion, weight }));
  const stateMachineAliasArn = aliasArn(site, name);
  await site.aws.sfn.send(new UpdateStateMachineAliasCommand({ stateMachineAliasArn, routingConfiguration }));
}

function aliasArn(site: Site, name: string): string {
  return `${machineArn(site, name)}:${LIVE}`;
}
