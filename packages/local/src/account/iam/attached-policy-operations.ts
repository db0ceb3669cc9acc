import type { PolicyDocument } from '../access/policy.js';
import type { Home } from '../home.js';
import { AwsError } from '../protocol/aws-error.js';
import { type Operation, operation } from '../protocol/operation.js';
import { pageOf } from '../protocol/page.js';
import { text } from '../protocol/shape.js';
import { encoded } from './encoded.js';
import { managedPolicy } from './managed-policies.js';
import { ARN, PAGE, PAGE_SIZE, ROLE_NAME } from './members.js';
import { named } from './role-operations.js';
import { noSuchEntity, type Roles } from './roles.js';

/** Source: IAM user guide, "IAM and AWS STS quotas", managed policies per role. */
const MOST_ATTACHED = 10;

/** The one version of each policy. */
const VERSION = 'v1';

/** Managed policies, and those of a role. There are only those of AWS that are known here. */
export function attachedPolicyOperations(home: Home, roles: Roles): Record<string, Operation> {
  const resource = named(home, roles);
  const find = (arn: string): PolicyDocument => {
    const document = managedPolicy(arn);
    if (document === undefined) throw noSuchEntity(`Policy ${arn} was not found.`);
    return document;
  };

  return {
    GetPolicy: operation({
      required: { PolicyArn: ARN },
      resource: ({ PolicyArn: arn }) => arn,
      run({ PolicyArn: arn }) {
        find(arn);
        const name = arn.slice(arn.lastIndexOf('/') + 1);
        return { Policy: { PolicyName: name, Arn: arn, DefaultVersionId: VERSION, IsAttachable: true } };
      },
    }),

    GetPolicyVersion: operation({
      required: { PolicyArn: ARN, VersionId: text({ min: 2, pattern: /^v[1-9][0-9]*$/ }) },
      resource: ({ PolicyArn: arn }) => arn,
      run({ PolicyArn: arn, VersionId: version }) {
        const document = find(arn);
        if (version !== VERSION) throw noSuchEntity(`Policy ${arn} version ${version} does not exist.`);
        return {
          PolicyVersion: {
            Document: encoded(JSON.stringify(document)),
            VersionId: version,
            IsDefaultVersion: true,
          },
        };
      },
    }),

    AttachRolePolicy: operation({
      required: { RoleName: ROLE_NAME, PolicyArn: ARN },
      resource,
      run({ RoleName: roleName, PolicyArn: arn }) {
        const { attached } = roles.get(roleName);
        if (managedPolicy(arn) === undefined) throw noSuchEntity(`Policy ${arn} does not exist or is not attachable.`);
        if (!attached.has(arn) && attached.size === MOST_ATTACHED) {
          throw new AwsError('LimitExceeded', `Cannot exceed quota for PoliciesPerRole: ${MOST_ATTACHED}`, 409);
        }
        attached.add(arn);
      },
    }),

    DetachRolePolicy: operation({
      required: { RoleName: ROLE_NAME, PolicyArn: ARN },
      resource,
      run({ RoleName: roleName, PolicyArn: arn }) {
        if (!roles.get(roleName).attached.delete(arn)) throw noSuchEntity(`Policy ${arn} was not found.`);
      },
    }),

    ListAttachedRolePolicies: operation({
      required: { RoleName: ROLE_NAME },
      optional: { ...PAGE, PathPrefix: text({ min: 1, max: 512 }) },
      resource,
      run({ RoleName: roleName, PathPrefix: prefix = '/', MaxItems: size = PAGE_SIZE, Marker: marker }) {
        const all = [...roles.get(roleName).attached].filter((arn) => arn.includes(`:policy${prefix}`)).sort();
        const { items, next } = pageOf(all, size, marker, 'ValidationError');
        return {
          AttachedPolicies: items.map((arn) => ({ PolicyName: arn.slice(arn.lastIndexOf('/') + 1), PolicyArn: arn })),
          IsTruncated: next !== undefined,
          Marker: next,
        };
      },
    }),
  };
}
