import { decide, type PolicyDocument } from '../access/policy.js';
import { AwsError } from '../protocol/aws-error.js';
import { managedPolicy } from './managed-policies.js';
import type { RoleRecord } from './role-record.js';
import { trusts } from './trust.js';

/** The roles of an account, for IAM itself and for the services that take on a role. */
export interface Roles {
  readonly byName: Map<string, RoleRecord>;
  /** Throws `NoSuchEntity`. */
  get(name: string): RoleRecord;
  /** By ARN, its path included. */
  find(arn: string): RoleRecord | undefined;
  /** Whether a role exists and trusts a service. */
  trusts(servicePrincipal: string, arn: string): boolean;
  /**
   * Whether a service can take on a role: it exists, trusts the service, and its news has got there. Each question about a new role uses up
   * one of the refusals that the account was told to give.
   */
  canBeAssumedBy(servicePrincipal: string, arn: string): boolean;
  /** Whether a role's policies allow an action. */
  allows(arn: string, action: string, resource: string): boolean;
}

/** No roles yet. */
export function noRoles(): Roles {
  const byName = new Map<string, RoleRecord>();
  const find = (arn: string): RoleRecord | undefined => [...byName.values()].find((role) => role.arn === arn);
  const isTrusting = (servicePrincipal: string, arn: string): boolean => {
    const role = find(arn);
    return role !== undefined && trusts(role.trust.document, { service: servicePrincipal });
  };
  return {
    byName,
    find,
    trusts: isTrusting,
    get(name) {
      const role = byName.get(name);
      if (role === undefined) throw noSuchEntity(`The role with name ${name} cannot be found.`);
      return role;
    },
    canBeAssumedBy(servicePrincipal, arn) {
      const role = find(arn);
      if (role === undefined || !isTrusting(servicePrincipal, arn)) return false;
      if (role.unseen === 0) return true;
      role.unseen -= 1;
      return false;
    },
    allows(arn, action, resource) {
      const role = find(arn);
      return role !== undefined && decide(policiesOf(role), action, resource).decision === 'allowed';
    },
  };
}

/** All that says what a role may do. */
export function policiesOf(role: RoleRecord): readonly PolicyDocument[] {
  return [
    ...[...role.inline.values()].map(({ document }) => document),
    ...[...role.attached].flatMap((arn) => managedPolicy(arn) ?? []),
  ];
}

/** `NoSuchEntity`, with the status that IAM gives it. */
export function noSuchEntity(message: string): AwsError {
  return new AwsError('NoSuchEntity', message, 404);
}
