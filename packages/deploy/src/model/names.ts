import { boundedName } from '@flowmap/asl';
import { graphKey } from '@flowmap/store';

/** Longest name of a schedule and of a rule. Sources: EventBridge Scheduler API reference, CreateSchedule; EventBridge API reference, PutRule. */
const LONGEST_START = 64;

/** Longest name of a state machine. Source: AWS Step Functions API reference, CreateStateMachine. */
const LONGEST_MACHINE = 80;

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

/** What a role of a deployment is for: the state machine's, the code's, that of its schedules and rules, or that of its starter. */
export type RoleFor = 'machine' | 'task' | 'schedule' | 'starter';

/** A role of a deployment. Roles are of no region, so the name tells it. */
export function roleName(deployment: string, region: string, use: RoleFor): string {
  return boundedName(`flowmap-${deployment}-${region}-${use}`, '', LONGEST_ROLE);
}

/**
 * A schedule or rule of a deployment. Neither names of deployments nor those of schedules have full stops, so the name says whose it is:
 * with a hyphen, `b-c` of `a` would be `c` of `a-b`.
 */
export function startName(deployment: string, name: string): string {
  return boundedName(`flowmap-${deployment}.${name}`, '', LONGEST_START);
}

/** A pattern of IAM that fits the names of all schedules and rules of a deployment: all of their beginning that is never shortened. */
export function startNames(deployment: string): string {
  const whole = `flowmap-${deployment}.`;
  return `${whole.slice(0, LONGEST_START - SHORTENED)}*`;
}

/** The state machine that starts a flow where no run of it is running. */
export function starterName(machine: string): string {
  return boundedName(`${machine}-starter`, '', LONGEST_MACHINE);
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

/** Characters of a digest, and of what a name that is too long ends with: a hyphen before it. */
const DIGEST = 8;
const SHORTENED = DIGEST + 1;
