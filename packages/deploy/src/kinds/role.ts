import {
  CreateRoleCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  ListRolePoliciesCommand,
  PutRolePolicyCommand,
  TagRoleCommand,
  UpdateAssumeRolePolicyCommand,
} from '@aws-sdk/client-iam';
import type { DeployedResource } from '@flowmap/asl';
import type { Json, JsonObject } from '@flowmap/graph';
import { isNamed } from '../aws/fault.js';
import { unlessNamed } from '../aws/unless-named.js';
import { isEqual } from '../plan/differences.js';
import type { ResourceKind, Site } from './kind.js';
import { foundTags, tagList, tagsOf } from './tags.js';

/** The one inline policy of a role of ours. */
export const POLICY = 'flowmap';

/** Roles with one inline policy. */
export const ROLE: ResourceKind = {
  type: 'AWS::IAM::Role',
  tagged: true,

  async read({ aws }, { Name, Properties }) {
    const role = await unlessMissing(aws.iam.send(new GetRoleCommand({ RoleName: Name })));
    if (!role?.Role) return undefined;
    const asked = new GetRolePolicyCommand({ RoleName: Name, PolicyName: POLICY });
    const policy = await unlessMissing(aws.iam.send(asked));
    return {
      RoleName: Name,
      AssumeRolePolicyDocument: document(role.Role.AssumeRolePolicyDocument),
      ...(policy && { Policies: [{ PolicyName: POLICY, PolicyDocument: document(policy.PolicyDocument) }] }),
      ...foundTags(role.Role.Tags, Properties),
    };
  },

  async create(site, wanted) {
    const { Name, Properties } = wanted;
    try {
      await site.aws.iam.send(
        new CreateRoleCommand({
          RoleName: Name,
          AssumeRolePolicyDocument: JSON.stringify(Properties['AssumeRolePolicyDocument']),
          Description: text(Properties['Description']),
          Tags: tagList(tagsOf(Properties)),
        }),
      );
    } catch (error) {
      if (!isNamed(error, 'EntityAlreadyExists', 'EntityAlreadyExistsException')) throw error;
    }
    await putPolicies(site, wanted);
  },

  async update(site, wanted, found) {
    const { Name, Properties } = wanted;
    const trust = Properties['AssumeRolePolicyDocument'] ?? null;
    if (!isEqual(found['AssumeRolePolicyDocument'] ?? null, trust)) {
      const PolicyDocument = JSON.stringify(trust);
      await site.aws.iam.send(new UpdateAssumeRolePolicyCommand({ RoleName: Name, PolicyDocument }));
    }
    if (!isEqual(tagsOf(found), tagsOf(Properties))) {
      await site.aws.iam.send(new TagRoleCommand({ RoleName: Name, Tags: tagList(tagsOf(Properties)) }));
    }
    if (!isEqual(found['Policies'] ?? null, Properties['Policies'] ?? null)) await putPolicies(site, wanted);
  },

  async remove({ aws }, name) {
    const listed = await unlessMissing(aws.iam.send(new ListRolePoliciesCommand({ RoleName: name })));
    if (!listed) return;
    for (const PolicyName of listed.PolicyNames ?? []) {
      await unlessMissing(aws.iam.send(new DeleteRolePolicyCommand({ RoleName: name, PolicyName })));
    }
    await unlessMissing(aws.iam.send(new DeleteRoleCommand({ RoleName: name })));
  },
};

async function putPolicies({ aws }: Site, { Name, Properties }: DeployedResource): Promise<void> {
  for (const { PolicyName, PolicyDocument } of policies(Properties)) {
    const put = { RoleName: Name, PolicyName, PolicyDocument: JSON.stringify(PolicyDocument) };
    await aws.iam.send(new PutRolePolicyCommand(put));
  }
}

interface Policy {
  readonly PolicyName: string;
  readonly PolicyDocument: Json;
}

function policies(properties: JsonObject): readonly Policy[] {
  return (properties['Policies'] ?? []) as unknown as readonly Policy[];
}

/** IAM gives documents with percent signs. */
function document(given: string | undefined): Json {
  return given === undefined ? null : (JSON.parse(decodeURIComponent(given)) as Json);
}

function text(value: Json | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function unlessMissing<T>(asked: Promise<T>): Promise<T | undefined> {
  return unlessNamed(asked, 'NoSuchEntity', 'NoSuchEntityException');
}
