import type { Roles } from '../iam/roles.js';
import { type Operation, operation } from '../protocol/operation.js';
import { pageOf } from '../protocol/page.js';
import { anything, list, mapOf, oneOf, type Shape, structure, text, whole } from '../protocol/shape.js';
import { type BatchState, clientError } from './batch-state.js';
import type { Facilities } from './facilities.js';
import { IDENTIFIER, NAME, PAGE, PAGE_SIZE, TAGS } from './members.js';

const KIND = 'compute-environment';
const STATE = oneOf('ENABLED', 'DISABLED');

/** What UpdateComputeEnvironment may change of the resources, too. */
const CHANGEABLE: Readonly<Record<string, Shape<unknown>>> = {
  minvCpus: whole(0),
  maxvCpus: whole(1),
  desiredvCpus: whole(0),
  subnets: list(text(), 1),
  securityGroupIds: list(text()),
  allocationStrategy: oneOf(
    'BEST_FIT',
    'BEST_FIT_PROGRESSIVE',
    'SPOT_CAPACITY_OPTIMIZED',
    'SPOT_PRICE_CAPACITY_OPTIMIZED',
  ),
  instanceTypes: list(text(), 1),
  ec2KeyPair: text(),
  instanceRole: text(),
  tags: mapOf(text()),
  placementGroup: text(),
  bidPercentage: whole(0, 100),
  launchTemplate: anything,
  ec2Configuration: list(anything),
  imageId: text(),
};

/** Creates, lists, changes and deletes compute environments. */
export function environmentOperations(
  state: BatchState,
  facilities: Facilities,
  roles: Roles,
  accountRoot: string,
): Record<string, Operation> {
  const resource = ({ computeEnvironment: identifier }: { readonly computeEnvironment: string }): string =>
    state.arn(`${KIND}/${state.nameOf(KIND, identifier)}`);
  const passing = ({ serviceRole: role }: { readonly serviceRole?: string }): { action: string; resource: string }[] =>
    role === undefined ? [] : [{ action: 'iam:PassRole', resource: role }];
  const answered = (name: string): object => ({
    computeEnvironmentName: name,
    computeEnvironmentArn: state.arn(`${KIND}/${name}`),
  });

  return {
    CreateComputeEnvironment: operation({
      required: { computeEnvironmentName: NAME, type: oneOf('MANAGED') },
      optional: {
        state: STATE,
        serviceRole: text(),
        tags: TAGS,
        computeResources: structure(
          { type: oneOf('EC2', 'SPOT', 'FARGATE', 'FARGATE_SPOT'), maxvCpus: whole(1), subnets: list(text(), 1) },
          { ...CHANGEABLE, spotIamFleetRole: text() },
        ),
      },
      resource: ({ computeEnvironmentName: name }) => state.arn(`${KIND}/${name}`),
      also: passing,
      run({ computeEnvironmentName: name, state: enabled, tags, ...properties }) {
        const { computeResources: resources, serviceRole: role } = properties;
        if (resources === undefined) throw clientError('computeResources must be provided for a MANAGED environment');
        checkResources(resources);
        // The service goes on trying, so the news of a new role reaches it in time.
        const isAssumable = role === undefined || roles.trusts('batch.amazonaws.com', role);
        facilities.create(KIND, name, {
          state: enabled,
          tags,
          properties,
          problem: isAssumable ? undefined : `CLIENT_ERROR - Not authorized to perform sts:AssumeRole on ${role}`,
        });
        return answered(name);
      },
    }),

    DescribeComputeEnvironments: operation({
      optional: { ...PAGE, computeEnvironments: list(IDENTIFIER) },
      run({ computeEnvironments: identifiers = [], nextToken, maxResults: size = PAGE_SIZE }) {
        const named = identifiers.map((identifier) => state.nameOf(KIND, identifier));
        const all = facilities.read(KIND, named);
        const { items, next } = pageOf(all, size, nextToken, 'ClientException');
        return {
          computeEnvironments: items.map(({ facility, seen }) => ({
            serviceRole: `${accountRoot}role/aws-service-role/batch.amazonaws.com/AWSServiceRoleForBatch`,
            ...facility.properties,
            ...answered(facility.name),
            state: facility.state,
            ...seen,
            tags: Object.fromEntries(facility.tags),
            containerOrchestrationType: 'ECS',
          })),
          nextToken: next,
        };
      },
    }),

    UpdateComputeEnvironment: operation({
      required: { computeEnvironment: IDENTIFIER },
      optional: { state: STATE, serviceRole: text(), computeResources: structure({}, CHANGEABLE) },
      resource,
      also: passing,
      run({ computeEnvironment: identifier, state: enabled, computeResources: resources, ...given }) {
        const facility = facilities.changing(KIND, identifier, 'update');
        facility.state = enabled ?? facility.state;
        const before = facility.properties['computeResources'] as object;
        facility.properties = { ...facility.properties, ...given, computeResources: { ...before, ...resources } };
        facilities.begin(facility, 'UPDATING');
        return answered(facility.name);
      },
    }),

    DeleteComputeEnvironment: operation({
      required: { computeEnvironment: IDENTIFIER },
      resource,
      run({ computeEnvironment: identifier }) {
        const facility = facilities.changing(KIND, identifier, 'delete');
        if (facility.state === 'ENABLED')
          throw clientError('Cannot delete, compute environment must be disabled first.');
        const isUsed = facilities
          .read('job-queue', [])
          .some(({ facility: { properties } }) =>
            ((properties['computeEnvironmentOrder'] ?? []) as readonly Order[]).some(
              ({ computeEnvironment: other }) => state.nameOf(KIND, other) === facility.name,
            ),
          );
        if (isUsed) throw clientError('Cannot delete, found existing JobQueue relationship');
        facilities.begin(facility, 'DELETING');
      },
    }),
  };
}

/** A compute environment of a queue. */
export interface Order {
  readonly order: number;
  readonly computeEnvironment: string;
}

function checkResources(resources: Readonly<Record<string, unknown>>): void {
  const isFargate = String(resources['type']).startsWith('FARGATE');
  const needed = isFargate ? ['securityGroupIds'] : ['instanceTypes', 'instanceRole'];
  const missing = needed.find((name) => resources[name] === undefined);
  if (missing !== undefined) throw clientError(`computeResources.${missing} is required`);
  const extra = ['minvCpus', 'desiredvCpus', 'instanceTypes', 'instanceRole', 'allocationStrategy', 'imageId'].find(
    (name) => isFargate && resources[name] !== undefined,
  );
  if (extra !== undefined) throw clientError(`computeResources.${extra} is not applicable for Fargate`);
}
