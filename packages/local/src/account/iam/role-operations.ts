import { AwsError } from '../protocol/aws-error.js';
import { type Operation, operation } from '../protocol/operation.js';
import { text, whole } from '../protocol/shape.js';
import { globalArn, type Home } from '../home.js';
import type { World } from '../world.js';
import { DOCUMENT, ROLE_NAME, TAGS } from './members.js';
import { checkTrust } from './policy-check.js';
import type { CheckedDocument, RoleRecord } from './role-record.js';
import type { Roles } from './roles.js';
import { encoded } from './encoded.js';

/** Characters of a trust policy without its white space. Source: IAM user guide, "IAM and AWS STS quotas". */
const LONGEST_TRUST = 2048;

/** Creates, reads, changes and deletes roles. `unseen` is how often other services do not see a new one. */
export function roleOperations({ home, now, ids }: World, roles: Roles, unseen: number): Record<string, Operation> {
  const trustOf = (given: string): CheckedDocument => {
    const checked = checkTrust(given, home.account, (arn) => roles.find(arn) !== undefined || !arn.includes(':role/'));
    if (given.replaceAll(/\s/g, '').length > LONGEST_TRUST) {
      throw new AwsError('LimitExceeded', `Cannot exceed quota for ACLSizePerRole: ${LONGEST_TRUST}`, 409);
    }
    return checked;
  };

  return {
    CreateRole: operation({
      required: { RoleName: ROLE_NAME, AssumeRolePolicyDocument: DOCUMENT },
      optional: {
        Path: text({ min: 1, max: 512, pattern: /^\/([!-~]+\/)?$/ }),
        Description: text({ max: 1000 }),
        MaxSessionDuration: whole(3600, 43_200),
        Tags: TAGS,
      },
      resource: ({ RoleName: name, Path: path = '/' }) => roleArn(home, path, name),
      also: ({ RoleName: name, Path: path = '/', Tags: tags = [] }) =>
        tags.length === 0 ? [] : [{ action: 'iam:TagRole', resource: roleArn(home, path, name) }],
      run({ RoleName: name, Path: path = '/', ...given }) {
        // Names are unique whatever their case.
        if ([...roles.byName.keys()].some((other) => other.toLowerCase() === name.toLowerCase())) {
          throw new AwsError('EntityAlreadyExists', `Role with name ${name} already exists.`, 409);
        }
        const role: RoleRecord = {
          name,
          path,
          id: ids.unique('AROA'),
          arn: roleArn(home, path, name),
          created: now(),
          description: given.Description,
          maxSessionDuration: given.MaxSessionDuration ?? 3600,
          trust: trustOf(given.AssumeRolePolicyDocument),
          inline: new Map(),
          attached: new Set(),
          tags: new Map((given.Tags ?? []).map(({ Key: key, Value: value }) => [key, value])),
          unseen,
        };
        roles.byName.set(name, role);
        return { Role: shown(role) };
      },
    }),

    GetRole: operation({
      required: { RoleName: ROLE_NAME },
      resource: named(home, roles),
      run: ({ RoleName: name }) => ({ Role: { ...shown(roles.get(name)), RoleLastUsed: {} } }),
    }),

    UpdateRole: operation({
      required: { RoleName: ROLE_NAME },
      optional: { Description: text({ max: 1000 }), MaxSessionDuration: whole(3600, 43_200) },
      resource: named(home, roles),
      run({ RoleName: name, Description: description, MaxSessionDuration: duration = 3600 }) {
        const role = roles.get(name);
        role.description = description;
        role.maxSessionDuration = duration;
      },
    }),

    UpdateAssumeRolePolicy: operation({
      required: { RoleName: ROLE_NAME, PolicyDocument: DOCUMENT },
      resource: named(home, roles),
      run({ RoleName: name, PolicyDocument: document }) {
        const role = roles.get(name);
        role.trust = trustOf(document);
      },
    }),

    DeleteRole: operation({
      required: { RoleName: ROLE_NAME },
      resource: named(home, roles),
      run({ RoleName: name }) {
        const role = roles.get(name);
        if (role.inline.size > 0) throw deleteConflict('Cannot delete entity, must delete policies first.');
        if (role.attached.size > 0) throw deleteConflict('Cannot delete entity, must detach all policies first.');
        roles.byName.delete(name);
      },
    }),
  };
}

/** The ARN of the role that a request names, with the path of the one that exists. */
export function named(home: Home, roles: Roles): (input: { readonly RoleName: string }) => string {
  return ({ RoleName: name }) => roles.byName.get(name)?.arn ?? roleArn(home, '/', name);
}

function roleArn(home: Home, path: string, name: string): string {
  return globalArn(home, 'iam', `role${path}${name}`);
}

function shown({ name, path, id, arn, created, trust, description, maxSessionDuration, tags }: RoleRecord): object {
  return {
    Path: path,
    RoleName: name,
    RoleId: id,
    Arn: arn,
    CreateDate: created,
    AssumeRolePolicyDocument: encoded(trust.text),
    ...(description !== undefined && { Description: description }),
    MaxSessionDuration: maxSessionDuration,
    ...(tags.size > 0 && { Tags: [...tags].map(([key, value]) => ({ Key: key, Value: value })) }),
  };
}

function deleteConflict(message: string): AwsError {
  return new AwsError('DeleteConflict', message, 409);
}
