import { KEEP_DAYS } from '@flowmap/metadata-dynamodb';
import type { Json } from '@flowmap/graph';
import { DEPLOYMENT_TAG, historyGroupOf, logGroupOf, type RoleFor } from '../model/names.js';
import type { Role } from '../rights/document.js';
import type { InfraResource } from './model.js';
import type { FlowInfra } from './options.js';
import { tagList, type Tags } from './tags.js';

/** Name of the only inline policy of a role. */
export const ROLE_POLICY = 'flowmap';

/** Logical ids of the roles of a flow. */
export const ROLE_IDS: { readonly [use in RoleFor]: string } = {
  machine: 'MachineRole',
  task: 'TaskRole',
  schedule: 'ScheduleRole',
  starter: 'StarterRole',
};

/** The log groups of a flow, which keep what they have as long as its runs are known, and its roles. */
export function flowResources({ deployment, roles }: FlowInfra, tags: Tags): readonly InfraResource[] {
  const own = { ...tags, [DEPLOYMENT_TAG]: deployment };
  return [
    logGroup('TaskLogs', logGroupOf(deployment), own),
    logGroup('HistoryLogs', historyGroupOf(deployment), own),
    ...(Object.keys(ROLE_IDS) as RoleFor[]).flatMap((use) => {
      const role = roles[use];
      return role ? [roleResource(ROLE_IDS[use], role, own)] : [];
    }),
  ];
}

function logGroup(id: string, name: string, tags: Tags): InfraResource {
  return {
    id,
    Type: 'AWS::Logs::LogGroup',
    Properties: { LogGroupName: name, RetentionInDays: KEEP_DAYS, Tags: tagList(tags) },
  };
}

function roleResource(id: string, role: Role, tags: Tags): InfraResource {
  return {
    id,
    Type: 'AWS::IAM::Role',
    Properties: {
      RoleName: role.RoleName,
      Description: role.Description,
      AssumeRolePolicyDocument: role.AssumeRolePolicyDocument as unknown as Json,
      Policies: [{ PolicyName: ROLE_POLICY, PolicyDocument: role.PolicyDocument as unknown as Json }],
      Tags: tagList(tags),
    },
  };
}
