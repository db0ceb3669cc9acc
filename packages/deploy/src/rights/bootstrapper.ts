import type { PolicyStatement } from '@flowmap/asl';
import { baseReads, baseWrites, type BasePlace } from './base-place.js';
import { compact } from './compact.js';
import { policyDocument, type PolicyDocument } from './document.js';
import { withSids } from './sids.js';

/** What is to be made. */
export interface BootstrapRights {
  /** Where jobs run of the queue that comes with the base. Default: there is none. */
  readonly batch?: 'FARGATE' | 'EC2' | undefined;
}

/**
 * What whoever makes the base of an account needs: the bucket, the table and, with `batch`, a queue and where its jobs run. The roles of a flow
 * that are made with it take the rights of who deploys that flow. Source: service authorization reference.
 */
export function bootstrapPolicy(place: BasePlace, { batch }: BootstrapRights = {}): PolicyDocument {
  const statements = [...baseReads(place), ...baseWrites(place), ...(batch ? queue(place) : [])];
  return policyDocument(withSids(compact([...statements, ...(batch === 'EC2' ? instances(place) : [])])));
}

function queue({ partition, region, account }: BasePlace): readonly PolicyStatement[] {
  const arn = (rest: string): string => `arn:${partition}:batch:${region}:${account}:${rest}`;
  return [
    {
      Action: [
        'batch:CreateComputeEnvironment',
        'batch:CreateJobQueue',
        'batch:TagResource',
        'batch:UpdateComputeEnvironment',
        'batch:UpdateJobQueue',
      ],
      Resource: [arn('compute-environment/flowmap-*'), arn('job-queue/flowmap')],
    },
    {
      // The first compute environment of an account makes the role of the service itself.
      Action: ['iam:CreateServiceLinkedRole'],
      Resource: [`arn:${partition}:iam::${account}:role/aws-service-role/*`],
      Condition: { StringEquals: { 'iam:AWSServiceName': 'batch.amazonaws.com' } },
    },
  ];
}

/** The role of the machines on which containers run. */
function instances({ partition, region, account }: BasePlace): readonly PolicyStatement[] {
  const arn = (kind: string): string => `arn:${partition}:iam::${account}:${kind}/flowmap-${region}-batch-instance`;
  return [
    {
      Action: [
        'iam:AttachRolePolicy',
        'iam:CreateRole',
        'iam:GetRole',
        'iam:GetRolePolicy',
        'iam:ListAttachedRolePolicies',
        'iam:PassRole',
        'iam:PutRolePolicy',
        'iam:TagRole',
        'iam:UpdateAssumeRolePolicy',
      ],
      Resource: [arn('role')],
    },
    {
      Action: ['iam:AddRoleToInstanceProfile', 'iam:CreateInstanceProfile', 'iam:GetInstanceProfile'],
      Resource: [arn('instance-profile')],
    },
  ];
}
