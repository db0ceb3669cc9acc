import {
  CreateStateMachineAliasCommand,
  CreateStateMachineCommand,
  DeleteStateMachineAliasCommand,
  DeleteStateMachineCommand,
  DescribeStateMachineAliasCommand,
  DescribeStateMachineCommand,
  ListTagsForResourceCommand,
  PublishStateMachineVersionCommand,
  TagResourceCommand,
  UpdateStateMachineAliasCommand,
  UpdateStateMachineCommand,
  type DescribeStateMachineAliasOutput,
  type DescribeStateMachineOutput,
  type LoggingConfiguration,
} from '@aws-sdk/client-sfn';
import type { DeployedResource } from '@flowmap/asl';
import type { Json, JsonObject } from '@flowmap/graph';
import { isNamed } from '../aws/fault.js';
import { withNewRole } from '../aws/patience.js';
import { unlessNamed } from '../aws/unless-named.js';
import { LIVE } from '../model/names.js';
import { isEqual } from '../plan/differences.js';
import type { ResourceKind, Site } from './kind.js';
import { foundTags, tagsMarker, tagsOf } from './tags.js';

/** How the service says that a machine, a version or an alias is not there. */
const MISSING = ['ResourceNotFound', 'StateMachineDoesNotExist'];

/** The property that says how much of what is started goes to the wanted version. CloudFormation has a resource of its own for it. */
export const LIVE_WEIGHT = 'LiveWeight';

/** The property of a machine that is there which names the version behind the alias: its ARN. */
export const LIVE_VERSION = 'LiveVersion';

/**
 * State machines with their published version and the alias through which they are started: an execution goes on with the version that it
 * was started with. What is read is the version behind the alias.
 */
export const STATE_MACHINE: ResourceKind = {
  type: 'AWS::StepFunctions::StateMachine',
  tagged: true,

  async read(site, wanted) {
    const alias = await describeAlias(site, wanted.Name);
    const route = [...(alias?.routingConfiguration ?? [])].sort((a, b) => (b.weight ?? 0) - (a.weight ?? 0))[0];
    const found = await describe(site, route?.stateMachineVersionArn ?? machineArn(site, wanted.Name));
    if (!found) return undefined;
    return {
      StateMachineName: wanted.Name,
      ...settingsOf(found),
      ...(await tagsThere(site, wanted, alias)),
      ...(route && { [LIVE_WEIGHT]: route.weight ?? 0, [LIVE_VERSION]: route.stateMachineVersionArn ?? '' }),
    };
  },

  async create(site, wanted) {
    const { Name, Properties } = wanted;
    const tags = Object.entries(tagsOf(Properties)).map(([key, value]) => ({ key, value }));
    const input = { name: Name, type: 'STANDARD', ...inputOf(Properties), tags, publish: true } as const;
    try {
      const made = await withNewRole(() => site.aws.sfn.send(new CreateStateMachineCommand(input)), site.wait);
      await goLive(site, wanted, made.stateMachineVersionArn);
    } catch (error) {
      if (!isNamed(error, 'StateMachineAlreadyExists')) throw error;
      await this.update(site, wanted, {});
    }
  },

  async update(site, wanted, found) {
    const { Name, Properties } = wanted;
    const arn = machineArn(site, Name);
    const head = await describe(site, arn);
    const settings = inputOf(Properties);
    const isHead = head && isEqual(settingsOf(head), only(Properties, Object.keys(settingsOf(head))));
    const update = new UpdateStateMachineCommand({ stateMachineArn: arn, ...settings, publish: true });
    const made = isHead ? undefined : await withNewRole(() => site.aws.sfn.send(update), site.wait);
    if (!isEqual(tagsOf(found), tagsOf(Properties))) {
      const tags = Object.entries(tagsOf(Properties)).map(([key, value]) => ({ key, value }));
      await site.aws.sfn.send(new TagResourceCommand({ resourceArn: arn, tags }));
    }
    await goLive(site, wanted, made?.stateMachineVersionArn);
  },

  async remove(site, name) {
    const stateMachineAliasArn = `${machineArn(site, name)}:${LIVE}`;
    await unlessMissing(site.aws.sfn.send(new DeleteStateMachineAliasCommand({ stateMachineAliasArn })));
    const stateMachineArn = machineArn(site, name);
    await unlessMissing(site.aws.sfn.send(new DeleteStateMachineCommand({ stateMachineArn })));
  },
};

/** The ARN of a state machine of the account. */
export function machineArn({ partition, region, account }: Omit<Site, 'aws' | 'wait'>, name: string): string {
  return `arn:${partition}:states:${region}:${account}:stateMachine:${name}`;
}

/** Sends all that is started to a version; without one, to that of the machine as it is. */
async function goLive(site: Site, { Name, Properties }: DeployedResource, made: string | undefined): Promise<void> {
  const { sfn } = site.aws;
  const stateMachineArn = machineArn(site, Name);
  // Publishing what was published already gives the same version.
  const stateMachineVersionArn =
    made ?? (await sfn.send(new PublishStateMachineVersionCommand({ stateMachineArn }))).stateMachineVersionArn;
  const routingConfiguration = [{ stateMachineVersionArn, weight: 100 }];
  const description = tagsMarker(Properties);
  try {
    const stateMachineAliasArn = `${stateMachineArn}:${LIVE}`;
    await sfn.send(new UpdateStateMachineAliasCommand({ stateMachineAliasArn, routingConfiguration, description }));
  } catch (error) {
    if (!isNamed(error, ...MISSING)) throw error;
    await sfn.send(new CreateStateMachineAliasCommand({ name: LIVE, routingConfiguration, description }));
  }
}

async function tagsThere(
  { aws, ...site }: Site,
  { Name, Properties }: DeployedResource,
  alias: DescribeStateMachineAliasOutput | undefined,
): Promise<{ readonly Tags?: Json }> {
  if (alias?.description === tagsMarker(Properties)) return { Tags: Properties['Tags'] ?? [] };
  const { tags = [] } = await aws.sfn.send(new ListTagsForResourceCommand({ resourceArn: machineArn(site, Name) }));
  return foundTags(
    tags.map(({ key, value }) => ({ Key: key, Value: value })),
    Properties,
  );
}

function settingsOf({
  definition,
  roleArn,
  type,
  loggingConfiguration: logging,
  tracingConfiguration,
}: DescribeStateMachineOutput): JsonObject {
  return {
    StateMachineType: type ?? 'STANDARD',
    DefinitionString: definition ?? '',
    RoleArn: roleArn ?? '',
    LoggingConfiguration: loggingOf(logging),
    TracingConfiguration: { Enabled: tracingConfiguration?.enabled ?? false },
  };
}

function loggingOf(logging: LoggingConfiguration | undefined): JsonObject {
  const { level = 'OFF', includeExecutionData = false, destinations = [] } = logging ?? {};
  if (level === 'OFF') return { Level: 'OFF' };
  return {
    Level: level,
    IncludeExecutionData: includeExecutionData,
    Destinations: destinations.map(({ cloudWatchLogsLogGroup }) => ({
      CloudWatchLogsLogGroup: { LogGroupArn: cloudWatchLogsLogGroup?.logGroupArn ?? '' },
    })),
  };
}

interface Logging {
  readonly Level: 'OFF' | 'ALL';
  readonly IncludeExecutionData?: boolean;
  readonly Destinations?: readonly { readonly CloudWatchLogsLogGroup: { readonly LogGroupArn: string } }[];
}

function inputOf(properties: JsonObject): {
  readonly definition: string;
  readonly roleArn: string;
  readonly loggingConfiguration: LoggingConfiguration;
  readonly tracingConfiguration: { readonly enabled: boolean };
} {
  const logging = properties['LoggingConfiguration'] as unknown as Logging;
  const tracing = properties['TracingConfiguration'] as { readonly Enabled: boolean };
  return {
    definition: properties['DefinitionString'] as string,
    roleArn: properties['RoleArn'] as string,
    loggingConfiguration: {
      level: logging.Level,
      ...(logging.IncludeExecutionData !== undefined && { includeExecutionData: logging.IncludeExecutionData }),
      ...(logging.Destinations && {
        destinations: logging.Destinations.map(({ CloudWatchLogsLogGroup: { LogGroupArn } }) => ({
          cloudWatchLogsLogGroup: { logGroupArn: LogGroupArn },
        })),
      }),
    },
    tracingConfiguration: { enabled: tracing.Enabled },
  };
}

function only(properties: JsonObject, keys: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(properties).filter(([key]) => keys.includes(key)));
}

async function describe({ aws }: Site, arn: string): Promise<DescribeStateMachineOutput | undefined> {
  return unlessMissing(aws.sfn.send(new DescribeStateMachineCommand({ stateMachineArn: arn })));
}

async function describeAlias(site: Site, name: string): Promise<DescribeStateMachineAliasOutput | undefined> {
  const stateMachineAliasArn = `${machineArn(site, name)}:${LIVE}`;
  return unlessMissing(site.aws.sfn.send(new DescribeStateMachineAliasCommand({ stateMachineAliasArn })));
}

function unlessMissing<T>(asked: Promise<T>): Promise<T | undefined> {
  return unlessNamed(asked, ...MISSING);
}
