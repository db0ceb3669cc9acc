import type { Home } from '../home.js';
import { AwsError } from '../protocol/aws-error.js';
import { type Operation, operation } from '../protocol/operation.js';
import { pageOf } from '../protocol/page.js';
import { encoded } from './encoded.js';
import { DOCUMENT, PAGE, PAGE_SIZE, POLICY_NAME, ROLE_NAME } from './members.js';
import { checkRights } from './policy-check.js';
import { noSuchEntity, type Roles } from './roles.js';
import { named } from './role-operations.js';

/** Characters of all inline policies of a role, without white space. Source: IAM user guide, "IAM and AWS STS quotas". */
const LONGEST_INLINE = 10_240;

/** The policies that a role has for itself. */
export function rolePolicyOperations(home: Home, roles: Roles): Record<string, Operation> {
  const resource = named(home, roles);
  const find = (roleName: string, name: string): { readonly text: string } => {
    const policy = roles.get(roleName).inline.get(name);
    if (policy === undefined) throw noSuchEntity(`The role policy with name ${name} cannot be found.`);
    return policy;
  };

  return {
    PutRolePolicy: operation({
      required: { RoleName: ROLE_NAME, PolicyName: POLICY_NAME, PolicyDocument: DOCUMENT },
      resource,
      run({ RoleName: roleName, PolicyName: name, PolicyDocument: document }) {
        const { inline } = roles.get(roleName);
        const checked = checkRights(document);
        const others = [...inline].filter(([other]) => other !== name).map(([, { text }]) => text);
        const length = [...others, document].reduce((sum, text) => sum + text.replaceAll(/\s/g, '').length, 0);
        if (length > LONGEST_INLINE) {
          throw new AwsError(
            'LimitExceeded',
            `Maximum policy size of ${LONGEST_INLINE} bytes exceeded for role ${roleName}`,
            409,
          );
        }
        inline.set(name, checked);
      },
    }),

    GetRolePolicy: operation({
      required: { RoleName: ROLE_NAME, PolicyName: POLICY_NAME },
      resource,
      run: ({ RoleName: roleName, PolicyName: name }) => ({
        RoleName: roleName,
        PolicyName: name,
        PolicyDocument: encoded(find(roleName, name).text),
      }),
    }),

    ListRolePolicies: operation({
      required: { RoleName: ROLE_NAME },
      optional: PAGE,
      resource,
      run({ RoleName: roleName, MaxItems: size = PAGE_SIZE, Marker: marker }) {
        const { items, next } = pageOf([...roles.get(roleName).inline.keys()].sort(), size, marker, 'ValidationError');
        return { PolicyNames: items, IsTruncated: next !== undefined, Marker: next };
      },
    }),

    DeleteRolePolicy: operation({
      required: { RoleName: ROLE_NAME, PolicyName: POLICY_NAME },
      resource,
      run({ RoleName: roleName, PolicyName: name }) {
        find(roleName, name);
        roles.get(roleName).inline.delete(name);
      },
    }),
  };
}
