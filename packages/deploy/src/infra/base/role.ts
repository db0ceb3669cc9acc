import { AttachRolePolicyCommand, ListAttachedRolePoliciesCommand } from '@aws-sdk/client-iam';
import type { DeployedResource } from '@flowmap/asl';
import type { JsonObject } from '@flowmap/graph';
import { ROLE } from '../../kinds/role.js';
import type { Site } from '../../kinds/kind.js';
import { tagsOf } from '../../kinds/tags.js';
import { DEPLOYMENT_TAG } from '../../model/names.js';
import { BASE_TAG } from '../tags.js';
import { nameTaken, type BaseKind } from './kind.js';

/** A role, of the base or of a flow, which its tags tell. Policies that others attached to it stay. */
export const BASE_ROLE: BaseKind = {
  type: ROLE.type,

  async read(site, wanted) {
    const found = await ROLE.read(site, wanted);
    if (!found) return undefined;
    checkOurs(wanted, found);
    return wanted.Properties['ManagedPolicyArns'] === undefined
      ? found
      : { ...found, ManagedPolicyArns: await attached(site, wanted.Name) };
  },

  merged(wanted, found) {
    const { Description: _, ...rest } = wanted;
    const arns = [...((found['ManagedPolicyArns'] ?? []) as string[]), ...managed(wanted)];
    return {
      ...found,
      ...rest,
      Tags: found['Tags'] ?? [],
      ...(wanted['ManagedPolicyArns'] === undefined ? {} : { ManagedPolicyArns: [...new Set(arns)] }),
    };
  },

  async create(site, wanted) {
    await ROLE.create(site, wanted);
    await attach(site, wanted);
  },

  async update(site, wanted, keys) {
    const differing = Object.fromEntries(Object.entries(wanted.Properties).filter(([key]) => !keys.includes(key)));
    await ROLE.update(site, wanted, differing);
    if (keys.includes('ManagedPolicyArns')) await attach(site, wanted);
  },
};

async function attached({ aws }: Site, RoleName: string): Promise<readonly string[]> {
  const { AttachedPolicies: policies = [] } = await aws.iam.send(new ListAttachedRolePoliciesCommand({ RoleName }));
  return policies.flatMap(({ PolicyArn }) => PolicyArn ?? []);
}

async function attach({ aws }: Site, { Name, Properties }: DeployedResource): Promise<void> {
  for (const PolicyArn of managed(Properties)) {
    await aws.iam.send(new AttachRolePolicyCommand({ RoleName: Name, PolicyArn }));
  }
}

function managed(properties: JsonObject): readonly string[] {
  return (properties['ManagedPolicyArns'] ?? []) as readonly string[];
}

function checkOurs({ Name, Properties }: DeployedResource, found: JsonObject): void {
  for (const tag of [DEPLOYMENT_TAG, BASE_TAG]) {
    const [wanted, there] = [tagsOf(Properties)[tag], tagsOf(found)[tag]];
    if (wanted === undefined || wanted === there) continue;
    throw nameTaken(
      `The account has a role ${Name} already, which flowmap did not make.`,
      `Remove or rename it. Or, if it is to become flowmap's, give it the tag ${tag}=${wanted} first.`,
    );
  }
}
