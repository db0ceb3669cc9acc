import {
  CreateScheduleCommand,
  DeleteScheduleCommand,
  GetScheduleCommand,
  UpdateScheduleCommand,
  type CreateScheduleCommandInput,
  type GetScheduleCommandOutput,
} from '@aws-sdk/client-scheduler';
import type { DeployedResource } from '@flowmap/asl';
import type { Json, JsonObject } from '@flowmap/graph';
import { isNamed } from '../aws/fault.js';
import { withNewRole } from '../aws/patience.js';
import { unlessNamed } from '../aws/unless-named.js';
import type { ResourceKind } from './kind.js';

/** Schedules of the default group. They have no tags: their names say whose they are. */
export const SCHEDULE: ResourceKind = {
  type: 'AWS::Scheduler::Schedule',
  tagged: false,

  async read({ aws }, { Name }) {
    const found = await unlessMissing(aws.scheduler.send(new GetScheduleCommand({ Name })));
    return found && settingsOf(found);
  },

  async create(site, wanted) {
    const command = new CreateScheduleCommand(inputOf(wanted));
    try {
      await withNewRole(() => site.aws.scheduler.send(command), site.wait);
    } catch (error) {
      if (!isNamed(error, 'ConflictException')) throw error;
      await this.update(site, wanted, {});
    }
  },

  async update({ aws, wait }, wanted) {
    // What the request leaves out becomes as it is by default.
    const command = new UpdateScheduleCommand(inputOf(wanted));
    await withNewRole(() => aws.scheduler.send(command), wait);
  },

  async remove({ aws }, name) {
    await unlessMissing(aws.scheduler.send(new DeleteScheduleCommand({ Name: name })));
  },
};

function inputOf({ Name, Properties }: DeployedResource): CreateScheduleCommandInput {
  const { Tags: _, ...settings } = Properties;
  return { ...settings, Name } as unknown as CreateScheduleCommandInput;
}

function settingsOf(found: GetScheduleCommandOutput): JsonObject {
  const { Arn, RoleArn, Input, RetryPolicy } = found.Target ?? {};
  const properties: { readonly [name: string]: Json | undefined } = {
    Name: found.Name,
    ScheduleExpression: found.ScheduleExpression,
    ScheduleExpressionTimezone: found.ScheduleExpressionTimezone,
    State: found.State,
    FlexibleTimeWindow: found.FlexibleTimeWindow && (found.FlexibleTimeWindow as unknown as JsonObject),
    Target: {
      Arn: Arn ?? '',
      RoleArn: RoleArn ?? '',
      ...(Input !== undefined && { Input }),
      ...(RetryPolicy && { RetryPolicy: RetryPolicy as unknown as JsonObject }),
    },
  };
  const there = Object.entries(properties).filter((entry): entry is [string, Json] => entry[1] !== undefined);
  return Object.fromEntries(there);
}

function unlessMissing<T>(asked: Promise<T>): Promise<T | undefined> {
  return unlessNamed(asked, 'ResourceNotFoundException');
}
