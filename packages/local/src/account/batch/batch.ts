import { globalArn } from '../home.js';
import type { Roles } from '../iam/roles.js';
import { REST_REFUSALS, restJson } from '../protocol/rest-json.js';
import type { Service } from '../protocol/service.js';
import type { World } from '../world.js';
import type { BatchState } from './batch-state.js';
import { definitionOperations } from './definition-operations.js';
import { environmentOperations } from './environment-operations.js';
import { facilitiesOf } from './facilities.js';
import { jobOperations } from './job-operations.js';
import { queueOperations } from './queue-operations.js';
import { tagOperations } from './tag-operations.js';

/** AWS Batch: job definitions, job queues and compute environments. Whoever runs jobs answers about them. */
export function batch(world: World, roles: Roles, state: BatchState): Service {
  const facilities = facilitiesOf(state, world);
  const operations = {
    ...definitionOperations(state),
    ...environmentOperations(state, facilities, roles, globalArn(world.home, 'iam', '')),
    ...queueOperations(state, facilities),
    ...jobOperations(state),
  };
  return {
    name: 'batch',
    protocol: restJson({
      ...Object.fromEntries(Object.keys(operations).map((name) => [name, `POST /v1/${name.toLowerCase()} 200`])),
      TagResource: 'POST /v1/tags/{resourceArn} 200',
      UntagResource: 'DELETE /v1/tags/{resourceArn}?tagKeys[] 200',
      ListTagsForResource: 'GET /v1/tags/{resourceArn} 200',
    }),
    refusals: { ...REST_REFUSALS, failed: ['ServerException', 500], invalid: ['ClientException', 400] },
    operations: { ...operations, ...tagOperations(state) },
    contents: () =>
      Object.fromEntries([
        ...[...state.definitions.values()]
          .flat()
          .filter(({ status }) => status === 'ACTIVE')
          .map(({ name, revision, properties, tags }) => [
            `job-definition ${name}:${revision}`,
            { ...properties, tags: Object.fromEntries(tags) },
          ]),
        ...[...state.facilities.values()]
          .filter(({ underway, reads }) => underway !== 'DELETING' || reads > 0)
          .map(({ kind, name, properties, tags, state: enabled }) => [
            `${kind} ${name}`,
            { ...properties, state: enabled, tags: Object.fromEntries(tags) },
          ]),
      ]) as Readonly<Record<string, unknown>>,
  };
}
