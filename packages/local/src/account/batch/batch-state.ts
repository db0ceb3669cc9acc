import { arnOf } from '../home.js';
import { AwsError } from '../protocol/aws-error.js';
import type { World } from '../world.js';
import type { Facility, JobDefinition } from './batch-record.js';

/** What AWS Batch keeps of an account. */
export interface BatchState {
  /** Revisions by name, ascending. */
  readonly definitions: Map<string, JobDefinition[]>;
  /** By kind and name: `job-queue/q`. */
  readonly facilities: Map<string, Facility>;
  /** Jobs, by id. */
  readonly jobs: Map<string, Readonly<Record<string, unknown>>>;
  arn(rest: string): string;
  /** The name in a name or ARN. */
  nameOf(kind: string, identifier: string): string;
  /** The revision with that name and number, or ARN. */
  definition(identifier: string): JobDefinition | undefined;
  facility(kind: Facility['kind'], identifier: string): Facility | undefined;
}

/** Nothing yet. */
export function noBatch({ home }: World): BatchState {
  const arn = (rest: string): string => arnOf(home, 'batch', rest);
  const nameOf = (kind: string, identifier: string): string => {
    const beginning = arn(`${kind}/`);
    return identifier.startsWith(beginning) ? identifier.slice(beginning.length) : identifier;
  };
  const state: BatchState = {
    definitions: new Map(),
    facilities: new Map(),
    jobs: new Map(),
    arn,
    nameOf,
    definition(identifier) {
      const [name = '', revision = ''] = nameOf('job-definition', identifier).split(':');
      return state.definitions.get(name)?.find((one) => String(one.revision) === revision);
    },
    facility: (kind, identifier) => state.facilities.get(`${kind}/${nameOf(kind, identifier)}`),
  };
  return state;
}

/** `ClientException`, with which the service refuses everything. */
export function clientError(message: string): AwsError {
  return new AwsError('ClientException', `Error executing request, Exception : ${message}`, 400);
}
