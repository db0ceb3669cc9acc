import type { DeployedResource } from '@flowmap/asl';
import { FlowError, type Json, type JsonObject } from '@flowmap/graph';
import { kindOf } from '../kinds/index.js';
import type { Site } from '../kinds/kind.js';
import { tagsOf } from '../kinds/tags.js';
import { DEPLOYMENT_TAG } from '../model/names.js';
import { differences, type Difference } from './differences.js';

/** What a deployment does to one resource. */
export interface Change {
  readonly resource: DeployedResource;
  readonly action: 'create' | 'update' | 'keep' | 'delete';
  /** Where what is there differs from what is wanted; none where nothing is there. */
  readonly differences: readonly Difference[];
  /** What is there. */
  readonly found?: JsonObject;
}

/** Properties that tell nothing of how a resource works, and are not read. */
const UNREAD = ['Description'];

/** Compares what is wanted with what is there. Nothing is changed. Throws `NAME_TAKEN` where a resource belongs to somebody else. */
export async function planChanges(site: Site, wanted: readonly DeployedResource[]): Promise<readonly Change[]> {
  return Promise.all(wanted.map((resource) => planChange(site, resource)));
}

async function planChange(site: Site, resource: DeployedResource): Promise<Change> {
  const kind = kindOf(resource.Type);
  const found = await kind.read(site, resource);
  if (!found) return { resource, action: 'create', differences: [] };
  if (kind.tagged) checkOwned(resource, found);
  const different = Object.entries(resource.Properties)
    .filter(([key]) => !UNREAD.includes(key) && (kind.tagged || key !== 'Tags'))
    .flatMap(([key, value]) => differences(parsed(key, found[key]), parsed(key, value), key));
  return { resource, action: different.length > 0 ? 'update' : 'keep', differences: different, found };
}

/** A definition is text that holds JSON, and tags are a list of keys with values: where they differ, the place within them is told. */
function parsed(key: string, value: Json | undefined): Json | undefined {
  if (key === 'Tags' && value !== undefined) return tagsOf({ Tags: value });
  if (key !== 'DefinitionString' || typeof value !== 'string') return value;
  try {
    return JSON.parse(value) as Json;
  } catch {
    return value;
  }
}

function checkOwned({ Type, Name, Properties }: DeployedResource, found: JsonObject): void {
  const [ours, theirs] = [tagsOf(Properties)[DEPLOYMENT_TAG], tagsOf(found)[DEPLOYMENT_TAG]];
  if (ours === theirs) return;
  const whose = theirs === undefined ? 'which flowmap did not make' : `which belongs to the deployment ${theirs}`;
  throw new FlowError('NAME_TAKEN', `The account has a resource ${Name} (${Type}) already, ${whose}.`, {
    hint: `Deploy under another name with --name. Or, if it is to become this flow's, give it the tag ${DEPLOYMENT_TAG}=${ours ?? ''} first.`,
  });
}
