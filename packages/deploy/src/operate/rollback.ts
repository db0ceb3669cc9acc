import { FlowError } from '@flowmap/graph';
import type { DeploymentRecord } from '@flowmap/store';
import { faulted } from '../aws/fault.js';
import { mayChange } from '../ownership.js';
import { deploymentsOf, type EndedDeployment, isEnded, isWhole, newestDeployment, pruned } from './deployments.js';
import { liveAmong } from './history.js';
import { liveRoutes, type LiveRoute, sendTo } from './live-routes.js';
import { noSuchFlow } from './no-such-flow.js';
import type { Authorization, ChangePorts } from './ports.js';

/** How to roll back. */
export interface RollbackRequest extends Authorization {
  /** The version of the deployment to go back to. Default: the one before that which is live. */
  readonly to?: number | undefined;
}

/** What rolling back came to. */
export interface RolledBack {
  /** The version of the deployment that records it. */
  readonly version: number;
  /** The version of the deployment that is live again. */
  readonly to: number;
  readonly code: string;
  /** ARN of the version of the state machine. */
  readonly machineVersion: string;
  /** Whether there was nothing to do. */
  readonly unchanged: boolean;
}

/**
 * Sends all that is started to the state machine of an earlier deployment, with the code that it had, and records that as a deployment of
 * its own: rolling back twice is where it began. Roles and log groups stay as the last deployment made them. Stopped in the middle, the
 * same call goes on. Throws `NOT_YOURS`, `NO_SUCH_FLOW`, `NO_SUCH_VERSION`, `DEPLOYMENT_PRUNED`, `NOTHING_BEFORE` and the errors `AWS_...`, `METADATA_...`.
 */
export function rollback(name: string, request: RollbackRequest, ports: ChangePorts): Promise<RolledBack> {
  return faulted(() => rolledBack(name, request, ports));
}

async function rolledBack(name: string, { to, authorize }: RollbackRequest, ports: ChangePorts): Promise<RolledBack> {
  const { site, metadata, caller, now } = ports;
  await mayChange(metadata, { deployment: name, caller, token: authorize });
  const records = await deploymentsOf(metadata, name);
  const routes = await liveRoutes(site, name);
  if (!routes) throw await noSuchFlow(metadata, name);
  const begun = records.at(-1);
  const target = to === undefined ? earlier(name, records, routes) : version(name, records, to);
  const { code, end } = target;
  const { machineVersion } = end;
  const isLive = routes.length === 1 && routes[0]?.machineVersion === machineVersion;
  if (isLive && liveAmong(records, routes)[0]?.deployment === begun) {
    return { version: begun?.version ?? 0, to: target.version, code, machineVersion, unchanged: true };
  }
  const record = begun && isSame(begun, target) ? begun : await put(records, target, ports, name);
  await sendTo(site, name, [{ machineVersion, weight: 100 }]);
  await metadata.finishDeployment(name, record.version, { machineVersion, at: now().toISOString() });
  return { version: record.version, to: target.version, code, machineVersion, unchanged: false };
}

/** The newest deployment before the live one that had another state machine; one whose rolling back was stopped comes first. */
function earlier(name: string, records: readonly DeploymentRecord[], routes: readonly LiveRoute[]): EndedDeployment {
  const ended = records.filter(isWhole);
  const begun = records.at(-1);
  const resumed = begun && !begun.end ? ended.findLast((record) => isSame(begun, record)) : undefined;
  if (resumed) return resumed;
  const [live] = liveAmong(records, routes);
  const before = ended.findLast(
    ({ version: number, end }) =>
      number < (live?.deployment.version ?? Infinity) && end.machineVersion !== routes[0]?.machineVersion,
  );
  if (before) return before;
  throw new FlowError('NOTHING_BEFORE', `${name} has no deployment before the one that is live.`, {
    hint: `flow-cli history ${name} shows its deployments; --to N goes to any of them.`,
  });
}

function version(name: string, records: readonly DeploymentRecord[], wanted: number): EndedDeployment {
  const found = records.find(({ version: number }) => number === wanted);
  if (found && isWhole(found)) return found;
  if (found && isEnded(found)) throw pruned(name, wanted);
  const why = found ? `Version ${wanted} of ${name} never went live.` : `${name} has no version ${wanted}.`;
  throw new FlowError('NO_SUCH_VERSION', why, { hint: `flow-cli history ${name} shows its deployments.` });
}

/** Whether a deployment that never ended is the one that goes back to another. */
function isSame(begun: DeploymentRecord, target: DeploymentRecord): boolean {
  return (
    !begun.end && begun.code === target.code && JSON.stringify(begun.resources) === JSON.stringify(target.resources)
  );
}

async function put(
  records: readonly DeploymentRecord[],
  { code, resources, rights }: DeploymentRecord,
  { metadata, caller, now }: ChangePorts,
  deployment: string,
): Promise<DeploymentRecord> {
  const record: DeploymentRecord = {
    deployment,
    version: (records.at(-1)?.version ?? 0) + 1,
    code,
    by: caller,
    at: now().toISOString(),
    ...(resources && { resources }),
    ...(rights && { rights }),
  };
  if ((await metadata.putDeployment(record)) === 'written') return record;
  const there = await newestDeployment(metadata, deployment);
  // An answer that was lost: the record that is there is this one.
  if (there?.version === record.version && there.at === record.at && there.by === caller) return there;
  throw new FlowError(
    'DEPLOYED_AT_ONCE',
    `${deployment} is being deployed by ${there?.by ?? 'somebody else'} at the same moment.`,
    {
      hint: 'Wait until that has ended, and say the same command once more.',
    },
  );
}
