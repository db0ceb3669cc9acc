import {
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  paginateListAttachedRolePolicies,
  paginateListRolePolicies,
  type IAMClient,
} from '@aws-sdk/client-iam';
import { isNamed } from '../aws/fault.js';
import type { GrantedDocument } from './missing-rights.js';
import type { TrustDocument } from './trusts-machine.js';

/** A role of an account, as far as it says what it may do. */
export interface RoleThere {
  /** Who may take it on. */
  readonly trust: TrustDocument;
  /** Its inline policies and then the managed ones that are attached to it, in their default versions. */
  readonly documents: readonly GrantedDocument[];
}

/** Reads a role with all its policies; undefined where there is none of that name. Throws what IAM refuses. */
export async function readRole(iam: IAMClient, name: string): Promise<RoleThere | undefined> {
  try {
    const { Role: role } = await iam.send(new GetRoleCommand({ RoleName: name }));
    return {
      trust: parsed<TrustDocument>(role?.AssumeRolePolicyDocument),
      documents: [...(await inlinePolicies(iam, name)), ...(await managedPolicies(iam, name))],
    };
  } catch (error) {
    if (isNamed(error, 'NoSuchEntity', 'NoSuchEntityException')) return undefined;
    throw error;
  }
}

async function inlinePolicies(iam: IAMClient, name: string): Promise<readonly GrantedDocument[]> {
  const documents: GrantedDocument[] = [];
  for await (const { PolicyNames: names = [] } of paginateListRolePolicies({ client: iam }, { RoleName: name })) {
    for (const PolicyName of names) {
      const policy = await iam.send(new GetRolePolicyCommand({ RoleName: name, PolicyName }));
      documents.push(parsed(policy.PolicyDocument));
    }
  }
  return documents;
}

async function managedPolicies(iam: IAMClient, name: string): Promise<readonly GrantedDocument[]> {
  const documents: GrantedDocument[] = [];
  const pages = paginateListAttachedRolePolicies({ client: iam }, { RoleName: name });
  for await (const { AttachedPolicies: attached = [] } of pages) {
    for (const { PolicyArn } of attached) {
      const { Policy: policy } = await iam.send(new GetPolicyCommand({ PolicyArn }));
      const asked = new GetPolicyVersionCommand({ PolicyArn, VersionId: policy?.DefaultVersionId });
      const { PolicyVersion: version } = await iam.send(asked);
      documents.push(parsed(version?.Document));
    }
  }
  return documents;
}

/** IAM gives documents with percent signs. */
function parsed<T extends { readonly Statement: unknown }>(document: string | undefined): T {
  return JSON.parse(document === undefined ? '{"Statement":[]}' : decodeURIComponent(document)) as T;
}
