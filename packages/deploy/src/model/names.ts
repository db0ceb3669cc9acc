import { createHash } from 'node:crypto';
import { graphKey } from '@flowmap/store';

/** Longest name of a role. Source: AWS IAM API reference, CreateRole. */
const LONGEST_ROLE = 64;

/** The alias of the state machine through which a deployed flow is started. */
export const LIVE = 'live';

/** The tag that every resource of a deployment carries; its value is the deployment's name. */
export const DEPLOYMENT_TAG = 'flowmap:deployment';

/** Where the log lines of a flow's tasks are. */
export function logGroupOf(deployment: string): string {
  return `/flowmap/${deployment}`;
}

/**
 * Where the state machine's own history is, when it is kept. The prefix keeps the account's log resource policy small. Source: AWS
 * Step Functions developer guide, "Using CloudWatch Logs to log execution history".
 */
export function historyGroupOf(deployment: string): string {
  return `/aws/vendedlogs/states/${deployment}`;
}

/** What a role of a deployment is for: the state machine's, the code's, or that of its schedules. */
export type RoleFor = 'machine' | 'task' | 'schedule';

/** A role of a deployment. Roles are of no region, so the name tells it. */
export function roleName(deployment: string, region: string, use: RoleFor): string {
  return shortened(`flowmap-${deployment}-${region}-${use}`, LONGEST_ROLE);
}

/** Where the parts of a code package are. */
export interface CodeKeys {
  /** What functions are made of. */
  readonly zip: string;
  /** What containers load. */
  readonly module: string;
  /** The graph of the flow as JSON, by which those who have no code of it read its runs. */
  readonly graph: string;
}

/** Keys of a code package in the bucket of artifacts. No deployment's name begins with a full stop, so nothing else is there. */
export function codeKeys(code: string): CodeKeys {
  return {
    zip: `.flowmap/code/${code}.zip`,
    module: `.flowmap/code/${code}.mjs.gz`,
    graph: graphKey(code),
  };
}

/** A name that is too long keeps its beginning, and a digest of all of it tells it from others with the same beginning. */
export function shortened(name: string, longest: number): string {
  if (name.length <= longest) return name;
  const digest = createHash('sha256').update(name).digest('hex').slice(0, 8);
  return `${name.slice(0, longest - digest.length - 1)}-${digest}`;
}
