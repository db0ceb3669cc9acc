import type { DeployedResource } from '@flowmap/asl';
import { FlowError, type JsonObject } from '@flowmap/graph';
import type { Site } from '../../kinds/kind.js';

/** One type of resources of the base: how they are read, made and changed. Nothing of it is ever removed. */
export interface BaseKind {
  /** As CloudFormation names it. */
  readonly type: string;
  /** What is there under the name; undefined where nothing is. Throws `NAME_TAKEN` where it is somebody else's. */
  read(site: Site, wanted: DeployedResource): Promise<JsonObject | undefined>;
  /**
   * What is to be there, where something is: all that is wanted, and of what is found whatever is as strict or stricter, or nobody
   * asked to change.
   */
  merged(wanted: JsonObject, found: JsonObject): JsonObject;
  /** Makes it. One that is there by now is no failure. */
  create(site: Site, wanted: DeployedResource): Promise<void>;
  /** Makes what is there be as `merged` says; `keys` are the properties in which it differs. */
  update(site: Site, wanted: DeployedResource, keys: readonly string[]): Promise<void>;
}

/** The error for a name that somebody else has. */
export function nameTaken(what: string, hint: string, cause?: unknown): FlowError {
  return new FlowError('NAME_TAKEN', what, { hint, ...(cause !== undefined && { cause }) });
}
