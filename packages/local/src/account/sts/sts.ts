import type { Callers } from '../access/callers.js';
import { globalArn, type Home } from '../home.js';
import { policiesOf, type Roles } from '../iam/roles.js';
import { trusts } from '../iam/trust.js';
import { AwsError } from '../protocol/aws-error.js';
import { operation } from '../protocol/operation.js';
import { QUERY_REFUSALS, queryXml } from '../protocol/query-xml.js';
import type { Service } from '../protocol/service.js';
import { list, structure, text, whole } from '../protocol/shape.js';
import type { World } from '../world.js';

/** STS: who the caller is, and taking on another role. */
export function sts({ home, now, ids }: World, roles: Roles, callers: Callers): Service {
  return {
    name: 'sts',
    protocol: queryXml('2011-06-15', 'https://sts.amazonaws.com/doc/2011-06-15/'),
    refusals: QUERY_REFUSALS,
    isGlobal: true,
    operations: {
      GetCallerIdentity: operation({
        run: (_input, { arn, userId }) => ({ UserId: userId, Account: home.account, Arn: arn }),
      }),

      AssumeRole: operation({
        required: {
          RoleArn: text({ min: 20, max: 2048 }),
          RoleSessionName: text({ min: 2, max: 64, pattern: /^[\w+=,.@-]+$/ }),
        },
        optional: {
          DurationSeconds: whole(900, 43_200),
          ExternalId: text({ min: 2, max: 1224 }),
          Tags: list(structure({ Key: text({ min: 1, max: 128 }), Value: text({ max: 256 }) }, {}), 0, 50),
        },
        resource: ({ RoleArn: arn }) => arn,
        run({ RoleArn: arn, RoleSessionName: session, DurationSeconds: seconds = 3600 }, caller) {
          const role = roles.find(arn);
          // A role that does not exist is not told apart from one that does not trust the caller.
          if (role === undefined || !trusts(role.trust.document, { aws: namesOf(caller.arn, home) })) {
            throw new AwsError(
              'AccessDenied',
              `User: ${caller.arn} is not authorized to perform: sts:AssumeRole on resource: ${arn}`,
              403,
            );
          }
          if (seconds > role.maxSessionDuration) {
            throw new AwsError(
              'ValidationError',
              'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.',
            );
          }
          const accessKeyId = ids.accessKey();
          const sessionToken = `session-of-${accessKeyId}`;
          const expires = new Date(now().getTime() + seconds * 1000);
          const assumed = `${role.id}:${session}`;
          const sessionArn = globalArn(home, 'sts', `assumed-role/${role.name}/${session}`);
          callers.add({
            accessKeyId,
            arn: sessionArn,
            userId: assumed,
            role: {
              sessionToken,
              expires,
              policies: () => (roles.byName.get(role.name) === role ? policiesOf(role) : undefined),
            },
          });
          return {
            Credentials: {
              AccessKeyId: accessKeyId,
              SecretAccessKey: `secret-of-${accessKeyId}`,
              SessionToken: sessionToken,
              Expiration: expires,
            },
            AssumedRoleUser: { AssumedRoleId: assumed, Arn: sessionArn },
          };
        },
      }),
    },
    contents: () => ({}),
  };
}

/** What a trust policy may call a caller: its session, the role of it, the account. */
function namesOf(caller: string, { account, partition }: Home): readonly string[] {
  const [, role] = /^arn:[\w-]+:sts::\d{12}:assumed-role\/([^/]+)\//.exec(caller) ?? [];
  return [
    caller,
    account,
    `arn:${partition}:iam::${account}:root`,
    ...(role === undefined ? [] : [`arn:${partition}:iam::${account}:role/${role}`]),
  ];
}
