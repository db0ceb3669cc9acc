import {
  CreateAliasCommand,
  CreateFunctionCommand,
  DeleteFunctionCommand,
  GetFunctionCommand,
  GetFunctionConfigurationCommand,
  PublishVersionCommand,
  TagResourceCommand,
  UpdateAliasCommand,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
  type CreateFunctionCommandInput,
  type FunctionConfiguration,
  type GetFunctionCommandOutput,
  type UpdateFunctionCodeCommandInput,
  type UpdateFunctionConfigurationCommandInput,
} from '@aws-sdk/client-lambda';
import type { DeployedResource } from '@flowmap/asl';
import { FlowError, type Json, type JsonObject } from '@flowmap/graph';
import { isNamed } from '../aws/fault.js';
import { untilReady, withNewRole } from '../aws/patience.js';
import { unlessNamed } from '../aws/unless-named.js';
import { isEqual } from '../plan/differences.js';
import type { ResourceKind, Site } from './kind.js';
import { foundTags, tagsOf } from './tags.js';

/** The property that names the alias of the code. CloudFormation has a resource of its own for it. */
export const ALIAS = 'CodeAlias';

/** What a setting becomes that is no longer wanted. */
const RESET: JsonObject = {
  Environment: { Variables: {} },
  Layers: [],
  VpcConfig: { SubnetIds: [], SecurityGroupIds: [] },
  EphemeralStorage: { Size: 512 },
};

/** What is there already. */
const CONFLICT = ['ResourceConflictException', 'ConflictException'];

/** Properties that are no settings of a function. */
const NO_SETTINGS = ['Code', 'Tags', 'PackageType', 'Architectures', 'FunctionName', ALIAS];

/**
 * Functions with their code: each code is a published version under an alias of its own, which executions that run already go on using.
 * An alias names code and settings together, so what it stands for never changes.
 */
export const FUNCTION: ResourceKind = {
  type: 'AWS::Lambda::Function',
  tagged: true,

  async read({ aws }, { Name, Properties }) {
    const alias = Properties[ALIAS];
    const get = (Qualifier?: string): Promise<GetFunctionCommandOutput | undefined> =>
      unlessMissing(
        aws.lambda.send(new GetFunctionCommand({ FunctionName: Name, ...(Qualifier !== undefined && { Qualifier }) })),
      );
    const aliased = typeof alias === 'string' ? await get(alias) : undefined;
    const found = aliased ?? (await get());
    if (!found?.Configuration) return undefined;
    return {
      // An endpoint that is not AWS may not tell of it.
      ...(Properties['LoggingConfig'] !== undefined && { LoggingConfig: Properties['LoggingConfig'] }),
      ...settingsOf(found.Configuration),
      ...foundTags(found.Tags, Properties),
      // Where its code came from is not to be read; the alias says which it is.
      ...(aliased && { Code: Properties['Code'] ?? null, [ALIAS]: alias ?? null }),
    };
  },

  async create(site, wanted) {
    const { Name, Properties } = wanted;
    const { Tags: _, [ALIAS]: __, ...settings } = Properties;
    const input = { ...settings, FunctionName: Name, Tags: tagsOf(Properties) };
    try {
      await withNewRole(
        () => site.aws.lambda.send(new CreateFunctionCommand(input as unknown as CreateFunctionCommandInput)),
        site.wait,
      );
    } catch (error) {
      if (!isNamed(error, ...CONFLICT)) throw error;
      await this.update(site, wanted, {});
      return;
    }
    await publish(site, wanted);
  },

  async update(site, wanted, found) {
    const { Name, Properties } = wanted;
    const { lambda } = site.aws;
    if (!isEqual(tagsOf(found), tagsOf(Properties))) {
      await lambda.send(new TagResourceCommand({ Resource: arnOf(site, Name), Tags: tagsOf(Properties) }));
    }
    const reset = noLongerWanted(await ready(site, Name));
    const settings = Object.fromEntries(Object.entries(Properties).filter(([key]) => !NO_SETTINGS.includes(key)));
    const configuration = { ...reset, ...settings, FunctionName: Name } as unknown;
    const setting = new UpdateFunctionConfigurationCommand(configuration as UpdateFunctionConfigurationCommandInput);
    await whenReady(site, Name, () => withNewRole(() => lambda.send(setting), site.wait));
    const code = { ...(Properties['Code'] as object), FunctionName: Name, Architectures: Properties['Architectures'] };
    const coding = new UpdateFunctionCodeCommand(code as UpdateFunctionCodeCommandInput);
    await whenReady(site, Name, () => lambda.send(coding));
    await publish(site, wanted);
  },

  async remove({ aws }, name) {
    await unlessMissing(aws.lambda.send(new DeleteFunctionCommand({ FunctionName: name })));
  },
};

/** Freezes the code and its settings as a version, and names it. Publishing what was published already gives the same version. */
async function publish(site: Site, { Name, Properties }: DeployedResource): Promise<void> {
  const alias = Properties[ALIAS];
  if (typeof alias !== 'string') return;
  const { lambda } = site.aws;
  const publishing = new PublishVersionCommand({ FunctionName: Name, Description: alias });
  const { Version } = await whenReady(site, Name, () => lambda.send(publishing));
  const input = { FunctionName: Name, Name: alias, FunctionVersion: Version };
  try {
    await lambda.send(new CreateAliasCommand(input));
  } catch (error) {
    if (!isNamed(error, ...CONFLICT)) throw error;
    await lambda.send(new UpdateAliasCommand(input));
  }
}

/** Tries of a call that finds another change on its way: one whose answer was lost. */
const TRIES = 5;

/** Makes a call that a function takes only when no other change is on its way. Made twice, it does the same. */
async function whenReady<T>(site: Site, name: string, call: () => Promise<T>): Promise<T> {
  for (let tried = 1; ; tried += 1) {
    await ready(site, name);
    try {
      return await call();
    } catch (error) {
      if (tried >= TRIES || !isNamed(error, ...CONFLICT)) throw error;
    }
  }
}

/** What there is of settings that a deployment may leave out: each as it is without. */
function noLongerWanted(found: FunctionConfiguration): JsonObject {
  const there = Object.keys(settingsOf(found));
  return Object.fromEntries(Object.entries(RESET).filter(([key]) => there.includes(key)));
}

/** Waits until a function takes changes; gives what it is. */
async function ready({ aws, wait }: Site, name: string): Promise<FunctionConfiguration> {
  let configuration: FunctionConfiguration = {};
  await untilReady(
    `The function ${name}`,
    async () => {
      const found = await aws.lambda.send(new GetFunctionConfigurationCommand({ FunctionName: name }));
      configuration = found;
      const { State, StateReason, LastUpdateStatus, LastUpdateStatusReason } = found;
      if (State === 'Failed' || LastUpdateStatus === 'Failed') {
        const why = (State === 'Failed' ? StateReason : LastUpdateStatusReason) ?? 'no reason given';
        throw new FlowError('FUNCTION_FAILED', `AWS Lambda could not set up the function ${name}: ${why}`);
      }
      return State !== 'Pending' && LastUpdateStatus !== 'InProgress';
    },
    wait,
  );
  return configuration;
}

function arnOf({ partition, region, account }: Site, name: string): string {
  return `arn:${partition}:lambda:${region}:${account}:function:${name}`;
}

/** A configuration as CloudFormation has it. What is not set has no property. */
function settingsOf(found: FunctionConfiguration): JsonObject {
  const { VpcConfig: vpc, Environment: environment, LoggingConfig: logging, EphemeralStorage: storage } = found;
  const inVpc = (vpc?.SubnetIds?.length ?? 0) > 0;
  const properties: { readonly [name: string]: Json | undefined } = {
    FunctionName: found.FunctionName?.split(':')[0],
    Description: found.Description === '' ? undefined : found.Description,
    PackageType: found.PackageType,
    Runtime: found.Runtime,
    Handler: found.Handler,
    Role: found.Role,
    MemorySize: found.MemorySize,
    Timeout: found.Timeout,
    Architectures: found.Architectures,
    Environment: environment?.Variables && { Variables: environment.Variables },
    LoggingConfig: logging && (logging as JsonObject),
    EphemeralStorage: storage && { Size: storage.Size ?? 512 },
    Layers: found.Layers?.flatMap(({ Arn }) => Arn ?? []),
    VpcConfig: inVpc ? { SubnetIds: vpc?.SubnetIds ?? [], SecurityGroupIds: vpc?.SecurityGroupIds ?? [] } : undefined,
    TracingConfig: found.TracingConfig && { Mode: found.TracingConfig.Mode ?? 'PassThrough' },
  };
  const there = Object.entries(properties).filter((entry): entry is [string, Json] => entry[1] !== undefined);
  return Object.fromEntries(there);
}

function unlessMissing<T>(asked: Promise<T>): Promise<T | undefined> {
  return unlessNamed(asked, 'ResourceNotFoundException');
}
