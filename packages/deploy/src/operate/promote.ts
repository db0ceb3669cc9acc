import { FlowError } from '@flowmap/graph';
import type { DeploymentRecord } from '@flowmap/store';
import { faulted } from '../aws/fault.js';
import { mayChange } from '../ownership.js';
import { deploymentsOf, type EndedDeployment, isEnded, isWhole, pruned } from './deployments.js';
import { liveAmong, type LiveDeployment } from './history.js';
import { liveRoutes, sendTo } from './live-routes.js';
import { noSuchFlow } from './no-such-flow.js';
import type { Authorization, ChangePorts } from './ports.js';

/** How to share what is started. */
export interface PromoteRequest extends Authorization {
  /** Per cent that go to the new version: a whole number from 0 to 100. 100 ends the sharing. */
  readonly weight: number;
  /** The version of the deployment that gets them. Default: the newest. */
  readonly to?: number | undefined;
}

/**
 * Sends a share of what is started to a deployment, and the rest to the one that is live beside it, or else to the one before. Gives what
 * is live then, the largest share first. Throws `NOT_YOURS`, `NO_SUCH_FLOW`, `NO_SUCH_VERSION`, `DEPLOYMENT_PRUNED`, `WEIGHT_ILLEGAL`, `NOTHING_BEFORE` and the
 * errors `AWS_...`, `METADATA_...`.
 */
export function promote(name: string, request: PromoteRequest, ports: ChangePorts): Promise<readonly LiveDeployment[]> {
  return faulted(() => promoted(name, request, ports));
}

async function promoted(
  name: string,
  { weight, to, authorize }: PromoteRequest,
  { site, metadata, caller }: ChangePorts,
): Promise<readonly LiveDeployment[]> {
  if (!Number.isInteger(weight) || weight < 0 || weight > 100) {
    throw new FlowError('WEIGHT_ILLEGAL', `A share of ${weight} % is none: it is a whole number from 0 to 100.`);
  }
  await mayChange(metadata, { deployment: name, caller, token: authorize });
  const records = await deploymentsOf(metadata, name);
  const routes = await liveRoutes(site, name);
  if (!routes) throw await noSuchFlow(metadata, name);
  const wanted = chosen(name, records, to);
  const share = { machineVersion: wanted.end.machineVersion, weight };
  if (weight === 100) {
    await sendTo(site, name, [share]);
    return liveAmong(records, [share]);
  }
  const beside = routes.find(({ machineVersion }) => machineVersion !== share.machineVersion)?.machineVersion;
  const rest = { machineVersion: beside ?? before(name, records, wanted), weight: 100 - weight };
  const shares = [share, rest].filter((route) => route.weight > 0).sort((a, b) => b.weight - a.weight);
  await sendTo(site, name, shares);
  return liveAmong(records, shares);
}

function chosen(name: string, records: readonly DeploymentRecord[], to: number | undefined): EndedDeployment {
  const ended = records.filter(isEnded);
  const found = to === undefined ? ended.at(-1) : ended.find(({ version }) => version === to);
  if (found?.end.pruned !== undefined) throw pruned(name, found.version);
  if (found) return found;
  throw new FlowError('NO_SUCH_VERSION', `${name} has no version ${to === undefined ? '' : `${to} `}that went live.`, {
    hint: `flow-cli history ${name} shows its deployments.`,
  });
}

/** ARN of the version of the state machine before that of a deployment. */
function before(name: string, records: readonly DeploymentRecord[], { version, end }: EndedDeployment): string {
  const found = records
    .filter(isWhole)
    .findLast((record) => record.version < version && record.end.machineVersion !== end.machineVersion);
  if (found) return found.end.machineVersion;
  throw new FlowError(
    'NOTHING_BEFORE',
    `${name} has no deployment before version ${version} that could get the rest.`,
    {
      hint: `flow-cli history ${name} shows its deployments.`,
    },
  );
}
