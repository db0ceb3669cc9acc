import { type Operation, operation } from '../protocol/operation.js';
import { pageOf } from '../protocol/page.js';
import { list, oneOf, structure, whole } from '../protocol/shape.js';
import { type BatchState, clientError } from './batch-state.js';
import type { Order } from './environment-operations.js';
import type { Facilities } from './facilities.js';
import { IDENTIFIER, NAME, PAGE, PAGE_SIZE, TAGS } from './members.js';

const KIND = 'job-queue';
const STATE = oneOf('ENABLED', 'DISABLED');
const ORDER = list(structure({ order: whole(), computeEnvironment: IDENTIFIER }, {}), 1, 3);
const PRIORITY = whole(0);

/** Creates, lists, changes and deletes job queues. */
export function queueOperations(state: BatchState, facilities: Facilities): Record<string, Operation> {
  const resource = ({ jobQueue: identifier }: { readonly jobQueue: string }): string =>
    state.arn(`${KIND}/${state.nameOf(KIND, identifier)}`);
  const answered = (name: string): object => ({ jobQueueName: name, jobQueueArn: state.arn(`${KIND}/${name}`) });
  const checked = (orders: readonly Order[]): readonly Order[] => {
    if (new Set(orders.map(({ order }) => order)).size < orders.length) {
      throw clientError('computeEnvironmentOrder has an order more than once');
    }
    return orders.map(({ order, computeEnvironment: identifier }) => {
      const environment = state.facility('compute-environment', identifier);
      if (environment === undefined) throw clientError(`${identifier} does not exist`);
      const { status } = facilities.seen(environment);
      if (status !== 'VALID') throw clientError(`${environment.arn} is not VALID: ${status}`);
      return { order, computeEnvironment: environment.arn };
    });
  };

  return {
    CreateJobQueue: operation({
      required: { jobQueueName: NAME, priority: PRIORITY },
      optional: { state: STATE, computeEnvironmentOrder: ORDER, tags: TAGS },
      resource: ({ jobQueueName: name }) => state.arn(`${KIND}/${name}`),
      run({ jobQueueName: name, priority, state: enabled, computeEnvironmentOrder: orders, tags }) {
        if (orders === undefined) throw clientError('computeEnvironmentOrder must not be empty');
        const properties = { priority, computeEnvironmentOrder: checked(orders) };
        facilities.create(KIND, name, { state: enabled, tags, properties });
        return answered(name);
      },
    }),

    DescribeJobQueues: operation({
      optional: { ...PAGE, jobQueues: list(IDENTIFIER) },
      run({ jobQueues: identifiers = [], nextToken, maxResults: size = PAGE_SIZE }) {
        const named = identifiers.map((identifier) => state.nameOf(KIND, identifier));
        const all = facilities.read(KIND, named);
        const { items, next } = pageOf(all, size, nextToken, 'ClientException');
        return {
          jobQueues: items.map(({ facility, seen }) => ({
            ...facility.properties,
            ...answered(facility.name),
            state: facility.state,
            ...seen,
            tags: Object.fromEntries(facility.tags),
          })),
          nextToken: next,
        };
      },
    }),

    UpdateJobQueue: operation({
      required: { jobQueue: IDENTIFIER },
      optional: { state: STATE, priority: PRIORITY, computeEnvironmentOrder: ORDER },
      resource,
      run({ jobQueue: identifier, state: enabled, computeEnvironmentOrder: orders, ...given }) {
        const facility = facilities.changing(KIND, identifier, 'update');
        const properties = {
          ...facility.properties,
          ...given,
          ...(orders !== undefined && { computeEnvironmentOrder: checked(orders) }),
        };
        facility.state = enabled ?? facility.state;
        facility.properties = properties;
        facilities.begin(facility, 'UPDATING');
        return answered(facility.name);
      },
    }),

    DeleteJobQueue: operation({
      required: { jobQueue: IDENTIFIER },
      resource,
      run({ jobQueue: identifier }) {
        const facility = facilities.changing(KIND, identifier, 'delete');
        if (facility.state === 'ENABLED') throw clientError('Cannot delete, job queue must be disabled first.');
        facilities.begin(facility, 'DELETING');
      },
    }),
  };
}
