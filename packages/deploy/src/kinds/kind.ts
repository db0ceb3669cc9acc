import type { DeployedResource } from '@flowmap/asl';
import type { JsonObject } from '@flowmap/graph';
import type { AwsClients } from '../aws/clients.js';

/** What making resources needs of the world. */
export interface Site {
  readonly aws: AwsClients;
  readonly partition: string;
  readonly region: string;
  readonly account: string;
  /** Waits for so many milliseconds, while the service gets ready. */
  readonly wait: (milliseconds: number) => Promise<void>;
}

/** One type of resources in an account: how they are read, made, changed and removed. */
export interface ResourceKind {
  /** As CloudFormation names it. */
  readonly type: string;
  /** Whether its tags tell whose it is. */
  readonly tagged: boolean;
  /** What is there under the name, in the same vocabulary; undefined where nothing is. */
  read(site: Site, wanted: DeployedResource): Promise<JsonObject | undefined>;
  /** Makes it. One that is there by now, since an answer was lost or somebody else was faster, is no failure. */
  create(site: Site, wanted: DeployedResource): Promise<void>;
  /** Makes what is there be as wanted. */
  update(site: Site, wanted: DeployedResource, found: JsonObject): Promise<void>;
  /** Removes it; one that is not there is no failure. */
  remove(site: Site, name: string): Promise<void>;
}

/** The resource under a name that nobody wants, for reading what is there. */
export function named(Type: string, Name: string): DeployedResource {
  return { Type, Name, Properties: {} };
}
