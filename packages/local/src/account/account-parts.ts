import { type Callers, callersOf } from './access/callers.js';
import { batch } from './batch/batch.js';
import { type BatchState, noBatch } from './batch/batch-state.js';
import { events } from './events/events.js';
import { globalArn, type Home } from './home.js';
import { iam } from './iam/iam.js';
import { noRoles, type Roles } from './iam/roles.js';
import { countedIds, type Ids } from './ids.js';
import type { CodeReader } from './lambda/code.js';
import { type Functions, noFunctions } from './lambda/functions.js';
import { lambda } from './lambda/lambda.js';
import { type LogGroups, noLogGroups } from './logs/log-groups.js';
import { logs } from './logs/logs.js';
import { parameters } from './parameters/parameters.js';
import type { Service } from './protocol/service.js';
import { scheduler } from './scheduler/scheduler.js';
import { secrets } from './secrets/secrets.js';
import { sts } from './sts/sts.js';
import type { World } from './world.js';

/** What an account is made of. */
export interface AccountPartsOptions {
  readonly home: Home;
  /** The account's clock. */
  readonly now: () => Date;
  /** Default: counted through from 1. */
  readonly ids?: Ids;
  /** How often something that takes its time is seen unready before it is ready. */
  readonly readsUntilReady: number;
  /** How often other services refuse a new role. */
  readonly newRoleRefusals: number;
  /** Who calls with the first key of the account. */
  readonly caller: { readonly accessKeyId: string; readonly arn?: string | undefined };
  /** Finds the code of functions. */
  readonly code: CodeReader;
}

/** The services of an account and what they share. They have no state but that which their calls make. */
export interface AccountParts {
  readonly world: World;
  readonly callers: Callers;
  readonly roles: Roles;
  readonly groups: LogGroups;
  readonly functions: Functions;
  readonly batch: BatchState;
  readonly services: readonly Service[];
}

/** An empty account: STS, IAM, Lambda, CloudWatch Logs, AWS Batch, EventBridge and its Scheduler, secrets and parameters. */
export function accountParts(options: AccountPartsOptions): AccountParts {
  const { home, now, ids = countedIds(), readsUntilReady, newRoleRefusals, caller, code } = options;
  const world: World = { home, now, ids, readsUntilReady };
  const callers = callersOf({
    accessKeyId: caller.accessKeyId,
    arn: caller.arn ?? globalArn(home, 'sts', 'assumed-role/developer/session'),
    userId: 'AROA00000000000000000:session',
  });
  const roles = noRoles();
  const groups = noLogGroups(world);
  const functions = noFunctions(world);
  const jobs = noBatch(world);
  return {
    world,
    callers,
    roles,
    groups,
    functions,
    batch: jobs,
    services: [
      sts(world, roles, callers),
      iam(world, roles, newRoleRefusals),
      lambda(world, roles, functions, code),
      logs(world, groups),
      batch(world, roles, jobs),
      scheduler(world, roles),
      events(world, roles),
      secrets(world),
      parameters(world),
    ],
  };
}
