import {
  AddRoleToInstanceProfileCommand,
  CreateInstanceProfileCommand,
  GetInstanceProfileCommand,
} from '@aws-sdk/client-iam';
import { isNamed } from '../../aws/fault.js';
import type { BaseKind } from './kind.js';

/** What gives its role to instances: one role, as IAM has it. */
export const BASE_INSTANCE_PROFILE: BaseKind = {
  type: 'AWS::IAM::InstanceProfile',

  async read({ aws }, { Name }) {
    try {
      const { InstanceProfile: profile } = await aws.iam.send(
        new GetInstanceProfileCommand({ InstanceProfileName: Name }),
      );
      return { Roles: (profile?.Roles ?? []).flatMap(({ RoleName }) => RoleName ?? []) };
    } catch (error) {
      if (isNamed(error, 'NoSuchEntity', 'NoSuchEntityException')) return undefined;
      throw error;
    }
  },

  // A role that somebody put into it stays.
  merged: ({ Roles: wanted }, { Roles: found }) => ({
    Roles: Array.isArray(found) && found.length > 0 ? found : (wanted ?? null),
  }),

  async create(site, wanted) {
    try {
      await site.aws.iam.send(new CreateInstanceProfileCommand({ InstanceProfileName: wanted.Name }));
    } catch (error) {
      if (!isNamed(error, 'EntityAlreadyExists', 'EntityAlreadyExistsException')) throw error;
    }
    await this.update(site, wanted, ['Roles']);
  },

  async update({ aws }, { Name, Properties }) {
    for (const RoleName of Properties['Roles'] as readonly string[]) {
      await aws.iam.send(new AddRoleToInstanceProfileCommand({ InstanceProfileName: Name, RoleName }));
    }
  },
};
