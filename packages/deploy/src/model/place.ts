import type { DeployPlace, Target } from '@flowmap/asl';
import type { TaskEnvironment } from './environment.js';
import { codeKeys, logGroupOf, roleName } from './names.js';

/** What computes are told of the place to which the resources of a flow go. */
export function deployPlace(target: Target, role: string = taskRoleArn(target)): DeployPlace {
  const { deployment, bucket, table, code } = target;
  const environment: TaskEnvironment = {
    FLOWMAP_DEPLOYMENT: deployment,
    FLOWMAP_BUCKET: bucket,
    FLOWMAP_TABLE: table,
    FLOWMAP_LOG_GROUP: logGroupOf(deployment),
  };
  return {
    code: { bucket, ...codeKeys(code) },
    role,
    logGroup: logGroupOf(deployment),
    environment: { ...environment },
  };
}

/** The role that tasks run with where nobody brings another. */
function taskRoleArn({ partition, account, deployment, region }: Target): string {
  return `arn:${partition}:iam::${account}:role/${roleName(deployment, region, 'task')}`;
}
