import type { Json } from '@flowmap/asl/language';
import { TokenError } from '@flowmap/engine';
import type { Backstage } from '../backstage.js';
import { timestamp, type Actions } from '../protocol/actions.js';
import { ApiError } from '../protocol/api-error.js';
import { activityArn, parseArn } from '../protocol/arn.js';
import { checkName } from '../protocol/name.js';
import { pageOf, type PageRequest } from '../protocol/page.js';
import { sorted } from '../state-machines/find-machine.js';
import { withTags, type Tag } from '../state-machines/tags.js';
import type { ActivityRecord } from './activity-record.js';

interface ActivityArn {
  readonly activityArn: string;
}

/** Activities and their workers, and the answers to task tokens. */
export function activityActions({ activities, tokens, home, now, suspension }: Backstage): Actions {
  return {
    async CreateActivity(request: { name: string; tags?: readonly Tag[]; encryptionConfiguration?: unknown }) {
      const { name, encryptionConfiguration: encryption } = request;
      checkName(name);
      const arn = activityArn(home, name);
      const known = activities.get(arn);
      if (known !== undefined) {
        if (sorted([known.encryption]) !== sorted([encryption])) {
          throw new ApiError('ActivityAlreadyExists', `Activity Already Exists: '${arn}'`);
        }
        return { activityArn: arn, creationDate: timestamp(known.created) };
      }
      const tags = withTags(arn, {}, request.tags);
      const activity = { arn, name, created: now(), tags, ...(encryption !== undefined && { encryption }) };
      await activities.set(arn, activity);
      return { activityArn: arn, creationDate: timestamp(activity.created) };
    },

    DescribeActivity({ activityArn: arn }: ActivityArn) {
      const { name, created, encryption } = existing(arn);
      return {
        activityArn: arn,
        name,
        creationDate: timestamp(created),
        ...(encryption !== undefined && { encryptionConfiguration: encryption }),
      };
    },

    async DeleteActivity({ activityArn: arn }: ActivityArn) {
      parseArn(arn, 'activity');
      await activities.delete(arn);
      return {};
    },

    ListActivities(request: PageRequest) {
      const all = [...activities.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
      const { items, rest } = pageOf(all, request, ['ListActivities'], ({ name }) => name);
      return {
        activities: items.map(({ arn, name, created }) => ({
          activityArn: arn,
          name,
          creationDate: timestamp(created),
        })),
        ...rest,
      };
    },

    async GetActivityTask(
      { activityArn: arn, workerName }: ActivityArn & { workerName?: string },
      signal?: AbortSignal,
    ) {
      existing(arn);
      const task = await suspension.during(signal, (own) => tokens.poll(arn, workerName, own));
      return task === undefined ? {} : { taskToken: task.token, input: JSON.stringify(task.input) };
    },

    async SendTaskSuccess({ taskToken, output }: { taskToken: string; output: string }) {
      await answered(tokens.succeed(taskToken, parseOutput(output)));
      return {};
    },

    async SendTaskFailure({ taskToken, error, cause }: { taskToken: string; error?: string; cause?: string }) {
      await answered(tokens.fail(taskToken, error, cause));
      return {};
    },

    async SendTaskHeartbeat({ taskToken }: { taskToken: string }) {
      await answered(Promise.resolve().then(() => tokens.heartbeat(taskToken)));
      return {};
    },
  };

  function existing(arn: string): ActivityRecord {
    parseArn(arn, 'activity');
    const activity = activities.get(arn);
    if (activity === undefined) throw new ApiError('ActivityDoesNotExist', `Activity Does Not Exist: '${arn}'`);
    return activity;
  }
}

/** A token that is not taken is the answer: `InvalidToken`, `TaskTimedOut`. */
async function answered(work: Promise<void>): Promise<void> {
  try {
    await work;
  } catch (error) {
    throw error instanceof TokenError ? new ApiError(error.name, error.message) : error;
  }
}

function parseOutput(output: string): Json {
  try {
    return JSON.parse(output) as Json;
  } catch (error) {
    throw new ApiError('InvalidOutput', `Invalid Output: '${error instanceof Error ? error.message : String(error)}'`);
  }
}
