import type { CodeLocation, DeployPlace, Target } from '@flowmap/asl';
import type { TaskEnvironment } from './environment.js';
import { codeKeys, logGroupOf, roleName } from './names.js';

/** What is known of a place beside names. */
export interface OwnPlace {
  /** Where the code lies and how a container comes by it. Default: where it will lie, without a command: enough for rights. */
  readonly code?: CodeLocation;
  /** ARN of the role that the code runs with. Default: the flow's own. */
  readonly role?: string;
}

/** What computes are told of the place to which the resources of a flow go. */
export function deployPlace(target: Target, own: OwnPlace = {}): DeployPlace {
  const { deployment, bucket, table, code } = target;
  const environment: TaskEnvironment = {
    FLOWMAP_DEPLOYMENT: deployment,
    FLOWMAP_BUCKET: bucket,
    FLOWMAP_TABLE: table,
    FLOWMAP_LOG_GROUP: logGroupOf(deployment),
  };
  const { zip, module } = codeKeys(code);
  return {
    code: own.code ?? { bucket, zip, module, start: [] },
    role: own.role ?? taskRoleArn(target),
    logGroup: logGroupOf(deployment),
    environment: { ...environment },
  };
}

/** The role that tasks run with where nobody brings another. */
function taskRoleArn({ partition, account, deployment, region }: Target): string {
  return `arn:${partition}:iam::${account}:role/${roleName(deployment, region, 'task')}`;
}
