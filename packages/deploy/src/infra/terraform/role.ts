import type { Json, JsonObject } from '@flowmap/graph';
import { Expression, JsonEncoded, type Block } from './hcl.js';
import { lifecycle, type Mapping } from './mapping.js';
import { onlyKnown, snake, tagMap } from './scope.js';

/** A role, with its inline policies and those that are attached as resources of their own. */
export const roleMapping: Mapping = {
  names: { type: 'aws_iam_role', ref: 'name', attributes: { Arn: 'arn' } },
  blocks(resource, scope) {
    const { Properties: properties, id } = resource;
    onlyKnown(resource.Type, properties, [
      'RoleName',
      'Description',
      'AssumeRolePolicyDocument',
      'ManagedPolicyArns',
      'Policies',
      'Tags',
    ]);
    const name = snake(id);
    const role = new Expression(`aws_iam_role.${name}.name`);
    const inline = (properties['Policies'] ?? []) as readonly JsonObject[];
    const managed = (properties['ManagedPolicyArns'] ?? []) as readonly Json[];
    return [
      {
        block: 'resource',
        labels: ['aws_iam_role', name],
        body: {
          name: scope.value(properties['RoleName'] as Json),
          description: properties['Description'] as string,
          assume_role_policy: new JsonEncoded(scope.value(properties['AssumeRolePolicyDocument'] as Json)),
          tags: tagMap(properties['Tags']),
          lifecycle: lifecycle(resource),
        },
      },
      ...inline.map((policy): Block => ({
        block: 'resource',
        labels: ['aws_iam_role_policy', name],
        body: {
          name: policy['PolicyName'] as string,
          role,
          policy: new JsonEncoded(scope.value(policy['PolicyDocument'] as Json)),
        },
      })),
      ...managed.map((arn): Block => ({
        block: 'resource',
        labels: ['aws_iam_role_policy_attachment', name],
        body: { role, policy_arn: scope.value(arn) },
      })),
    ];
  },
};

/** What gives a role to instances. */
export const instanceProfileMapping: Mapping = {
  names: { type: 'aws_iam_instance_profile', ref: 'name', attributes: { Arn: 'arn' } },
  blocks(resource, scope) {
    const { Properties: properties, id } = resource;
    onlyKnown(resource.Type, properties, ['InstanceProfileName', 'Roles']);
    const [role] = properties['Roles'] as readonly Json[];
    return [
      {
        block: 'resource',
        labels: ['aws_iam_instance_profile', snake(id)],
        body: {
          name: scope.value(properties['InstanceProfileName'] as Json),
          role: role === undefined ? undefined : scope.value(role),
        },
      },
    ];
  },
};
