import {
  DeleteRuleCommand,
  DescribeRuleCommand,
  ListTagsForResourceCommand,
  ListTargetsByRuleCommand,
  PutRuleCommand,
  PutTargetsCommand,
  RemoveTargetsCommand,
  TagResourceCommand,
  type DescribeRuleCommandOutput,
  type Target,
} from '@aws-sdk/client-eventbridge';
import type { DeployedResource } from '@flowmap/asl';
import { FlowError, type Json, type JsonObject } from '@flowmap/graph';
import { isNamed } from '../aws/fault.js';
import { withNewRole } from '../aws/patience.js';
import { unlessNamed } from '../aws/unless-named.js';
import { isEqual } from '../plan/differences.js';
import type { ResourceKind, Site } from './kind.js';
import { foundTags, tagList, tagsMarker, tagsOf } from './tags.js';

/** Rules of the default event bus with their targets. The description is ours: it says which tags there are. */
export const RULE: ResourceKind = {
  type: 'AWS::Events::Rule',
  tagged: true,

  async read(site, wanted) {
    const { Name } = wanted;
    const [rule, targets] = await Promise.all([
      unlessMissing(site.aws.events.send(new DescribeRuleCommand({ Name }))),
      targetsOf(site, Name),
    ]);
    if (!rule) return undefined;
    return {
      Name,
      EventPattern: parsed(rule.EventPattern),
      State: rule.State ?? 'ENABLED',
      Targets: targets.map(withoutEmpty),
      ...(await tagsThere(site, wanted, rule)),
    };
  },

  async create(site, wanted) {
    await putRule(site, wanted, tagList(tagsOf(wanted.Properties)));
    await putTargets(site, wanted);
  },

  async update(site, wanted, found) {
    const { Name, Properties } = wanted;
    if (!isEqual(tagsOf(found), tagsOf(Properties))) {
      const tags = { ResourceARN: arnOf(site, Name), Tags: tagList(tagsOf(Properties)) };
      await site.aws.events.send(new TagResourceCommand(tags));
    }
    await putRule(site, wanted);
    await putTargets(site, wanted);
    const kept = new Set(wantedTargets(Properties).map(({ Id }) => Id));
    const others = ((found['Targets'] ?? []) as unknown as readonly Target[]).flatMap(({ Id }) =>
      Id === undefined || kept.has(Id) ? [] : [Id],
    );
    await removeTargets(site, Name, others);
  },

  async remove(site, name) {
    // A rule that has targets cannot be deleted.
    const targets = await targetsOf(site, name);
    await removeTargets(
      site,
      name,
      targets.flatMap(({ Id }) => Id ?? []),
    );
    await deleteRule(site, name);
  },
};

/** Tries, a second apart, of removing a rule whose targets the service still sees. */
const TRIES = 15;

/** That its targets are gone takes a moment until the service knows it. Source: Amazon EventBridge API reference, RemoveTargets. */
async function deleteRule({ aws, wait }: Site, name: string): Promise<void> {
  for (let tried = 1; ; tried += 1) {
    try {
      await unlessMissing(aws.events.send(new DeleteRuleCommand({ Name: name })));
      return;
    } catch (error) {
      if (tried >= TRIES || !isNamed(error, 'ValidationException') || !/has targets/.test(String(error))) throw error;
    }
    await wait(1_000);
  }
}

/** Tags are taken only with a rule that is new. */
async function putRule({ aws }: Site, { Name, Properties }: DeployedResource, tags: Tags = []): Promise<void> {
  const put = new PutRuleCommand({
    Name,
    Description: tagsMarker(Properties),
    EventPattern: JSON.stringify(Properties['EventPattern']),
    State: Properties['State'] === 'DISABLED' ? 'DISABLED' : 'ENABLED',
    ...(tags.length > 0 && { Tags: [...tags] }),
  });
  await aws.events.send(put);
}

type Tags = readonly { readonly Key: string; readonly Value: string }[];

async function putTargets({ aws, wait }: Site, { Name, Properties }: DeployedResource): Promise<void> {
  const put = new PutTargetsCommand({ Rule: Name, Targets: wantedTargets(Properties) });
  const { FailedEntries = [] } = await withNewRole(() => aws.events.send(put), wait);
  refuseFailed(Name, FailedEntries);
}

async function removeTargets({ aws }: Site, rule: string, ids: string[]): Promise<void> {
  if (ids.length === 0) return;
  const answer = await unlessMissing(aws.events.send(new RemoveTargetsCommand({ Rule: rule, Ids: ids })));
  refuseFailed(rule, answer?.FailedEntries ?? []);
}

interface FailedEntry {
  readonly TargetId?: string | undefined;
  readonly ErrorCode?: string | undefined;
  readonly ErrorMessage?: string | undefined;
}

/** A call that succeeds may have done only part of what it was to do. */
function refuseFailed(rule: string, [failed]: readonly FailedEntry[]): void {
  if (!failed) return;
  const { TargetId = '', ErrorCode = '', ErrorMessage = '' } = failed;
  throw new FlowError(
    'AWS_FAILED',
    `The target ${TargetId} of the rule ${rule} was refused: ${ErrorCode}: ${ErrorMessage}`,
    { hint: 'Say the same command once more when the reason is gone: it goes on where it stopped.' },
  );
}

/** A rule has at most five targets, so a page has them all. Source: EventBridge user guide, "Quotas". */
async function targetsOf({ aws }: Site, rule: string): Promise<readonly Target[]> {
  const listed = await unlessMissing(aws.events.send(new ListTargetsByRuleCommand({ Rule: rule })));
  return listed?.Targets ?? [];
}

async function tagsThere(
  site: Site,
  { Name, Properties }: DeployedResource,
  { Description }: DescribeRuleCommandOutput,
): Promise<{ readonly Tags?: Json }> {
  if (Description === tagsMarker(Properties)) return { Tags: Properties['Tags'] ?? [] };
  const asked = new ListTagsForResourceCommand({ ResourceARN: arnOf(site, Name) });
  return foundTags((await site.aws.events.send(asked)).Tags ?? [], Properties);
}

function arnOf({ partition, region, account }: Site, name: string): string {
  return `arn:${partition}:events:${region}:${account}:rule/${name}`;
}

function wantedTargets(properties: JsonObject): Target[] {
  return [...((properties['Targets'] ?? []) as unknown as readonly Target[])];
}

function parsed(pattern: string | undefined): Json {
  return pattern === undefined ? null : (JSON.parse(pattern) as Json);
}

function withoutEmpty(target: Target): Json {
  return JSON.parse(JSON.stringify(target)) as Json;
}

function unlessMissing<T>(asked: Promise<T>): Promise<T | undefined> {
  return unlessNamed(asked, 'ResourceNotFoundException');
}
