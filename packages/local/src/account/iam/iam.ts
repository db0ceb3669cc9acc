import { QUERY_REFUSALS, queryXml } from '../protocol/query-xml.js';
import type { Service } from '../protocol/service.js';
import type { World } from '../world.js';
import { attachedPolicyOperations } from './attached-policy-operations.js';
import { roleOperations } from './role-operations.js';
import { rolePolicyOperations } from './role-policy-operations.js';
import { roleTagOperations } from './role-tag-operations.js';
import type { Roles } from './roles.js';
import { simulateOperation } from './simulate-operation.js';

/** IAM: roles, their policies and their tags. */
export function iam(world: World, roles: Roles, unseen: number): Service {
  const { home } = world;
  return {
    name: 'iam',
    protocol: queryXml('2010-05-08', 'https://iam.amazonaws.com/doc/2010-05-08/'),
    refusals: QUERY_REFUSALS,
    isGlobal: true,
    operations: {
      ...roleOperations(world, roles, unseen),
      ...rolePolicyOperations(home, roles),
      ...attachedPolicyOperations(home, roles),
      ...roleTagOperations(home, roles),
      ...simulateOperation(roles),
    },
    contents: () =>
      Object.fromEntries(
        [...roles.byName.values()].flatMap((role): (readonly [string, unknown])[] => [
          [
            `role ${role.name}`,
            {
              arn: role.arn,
              trust: role.trust.document,
              description: role.description,
              maxSessionDuration: role.maxSessionDuration,
              tags: Object.fromEntries(role.tags),
            },
          ],
          ...[...role.inline].map(([name, { document }]) => [`role-policy ${role.name}/${name}`, document] as const),
          ...[...role.attached].map((arn) => [`attached-policy ${role.name}/${arn}`, {}] as const),
        ]),
      ),
  };
}
