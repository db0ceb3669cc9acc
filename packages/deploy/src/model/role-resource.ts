import type { DeployedResource, Target } from '@flowmap/asl';
import { POLICY } from '../kinds/role.js';
import type { Role } from '../rights/document.js';
import { roleName, type RoleFor } from './names.js';

/** A role as a resource with one inline policy. */
export function roleResource({ RoleName, Description, ...documents }: Role): DeployedResource {
  const Policies = [{ PolicyName: POLICY, PolicyDocument: documents.PolicyDocument }];
  const { AssumeRolePolicyDocument } = documents;
  const Properties = { RoleName, Description, AssumeRolePolicyDocument, Policies } as unknown;
  return { Type: 'AWS::IAM::Role', Name: RoleName, Properties: Properties as DeployedResource['Properties'] };
}

/** The ARN of a role of a deployment. */
export function roleArn({ partition, account, deployment, region }: Omit<Target, 'code'>, use: RoleFor): string {
  return `arn:${partition}:iam::${account}:role/${roleName(deployment, region, use)}`;
}
