import { type Operation, operation } from '../protocol/operation.js';
import { pageOf } from '../protocol/page.js';
import { flag, list, mapOf, oneOf, structure, text, whole } from '../protocol/shape.js';
import type { JobDefinition } from './batch-record.js';
import { type BatchState, clientError } from './batch-state.js';
import { checkContainer } from './container-check.js';
import { CONTAINER } from './container-shape.js';
import { IDENTIFIER, NAME, PAGE, PAGE_SIZE, TAGS } from './members.js';

/** Source: AWS Batch user guide, "Service quotas": size of a job definition. */
const MOST_BYTES = 24 * 1024;

/** Registers, lists and deregisters job definitions. Every registration is a new revision. */
export function definitionOperations(state: BatchState): Record<string, Operation> {
  return {
    RegisterJobDefinition: operation({
      required: { jobDefinitionName: NAME, type: oneOf('container') },
      optional: {
        containerProperties: CONTAINER,
        parameters: mapOf(text()),
        schedulingPriority: whole(0, 9999),
        retryStrategy: structure(
          {},
          {
            attempts: whole(1, 10),
            evaluateOnExit: list(
              structure(
                { action: oneOf('RETRY', 'EXIT', 'retry', 'exit') },
                { onStatusReason: text({ max: 512 }), onReason: text({ max: 512 }), onExitCode: text({ max: 512 }) },
              ),
              0,
              5,
            ),
          },
        ),
        propagateTags: flag,
        timeout: structure({}, { attemptDurationSeconds: whole(60) }),
        platformCapabilities: list(oneOf('EC2', 'FARGATE'), 0, 1),
        tags: TAGS,
      },
      resource: ({ jobDefinitionName: name }) => state.arn(`job-definition/${name}`),
      also: ({ jobDefinitionName: name, containerProperties: container, tags = {} }) => [
        ...[container?.jobRoleArn, container?.executionRoleArn].flatMap((role) =>
          role === undefined ? [] : [{ action: 'iam:PassRole', resource: role }],
        ),
        ...(Object.keys(tags).length === 0
          ? []
          : [{ action: 'batch:TagResource', resource: state.arn(`job-definition/${name}`) }]),
      ],
      run({ jobDefinitionName: name, tags = {}, ...given }) {
        const { containerProperties: container, platformCapabilities: platforms = ['EC2'] } = given;
        if (container === undefined) throw clientError('Container properties should not be empty.');
        checkContainer(container, platforms[0] ?? 'EC2');
        if (Buffer.byteLength(JSON.stringify(given)) > MOST_BYTES) {
          throw clientError(`Job definition size exceeds the limit of ${MOST_BYTES} bytes`);
        }
        const revisions = state.definitions.get(name) ?? [];
        const revision = (revisions.at(-1)?.revision ?? 0) + 1;
        const made: JobDefinition = {
          name,
          revision,
          arn: state.arn(`job-definition/${name}:${revision}`),
          status: 'ACTIVE',
          properties: { parameters: {}, platformCapabilities: platforms, ...given },
          tags: new Map(Object.entries(tags)),
        };
        state.definitions.set(name, [...revisions, made]);
        return { jobDefinitionName: name, jobDefinitionArn: made.arn, revision };
      },
    }),

    DescribeJobDefinitions: operation({
      optional: {
        ...PAGE,
        jobDefinitions: list(IDENTIFIER, 0, 100),
        jobDefinitionName: NAME,
        status: oneOf('ACTIVE', 'INACTIVE'),
      },
      run({ jobDefinitions: identifiers, jobDefinitionName: name, status, nextToken, maxResults: size = PAGE_SIZE }) {
        // A name without a revision stands for all of its revisions.
        const named = (identifier: string): readonly JobDefinition[] => {
          const own = state.nameOf('job-definition', identifier);
          const one = state.definition(identifier);
          return own.includes(':') ? (one === undefined ? [] : [one]) : (state.definitions.get(own) ?? []);
        };
        const all =
          identifiers === undefined || identifiers.length === 0
            ? [...state.definitions.values()].flat().filter((one) => name === undefined || one.name === name)
            : identifiers.flatMap(named);
        const found = all.filter((one) => status === undefined || one.status === status).reverse();
        const { items, next } = pageOf(found, size, nextToken, 'ClientException');
        return {
          jobDefinitions: items.map((one) => ({
            ...one.properties,
            jobDefinitionName: one.name,
            jobDefinitionArn: one.arn,
            revision: one.revision,
            status: one.status,
            tags: Object.fromEntries(one.tags),
            containerOrchestrationType: 'ECS',
          })),
          nextToken: next,
        };
      },
    }),

    DeregisterJobDefinition: operation({
      required: { jobDefinition: IDENTIFIER },
      resource: ({ jobDefinition: identifier }) =>
        state.arn(`job-definition/${state.nameOf('job-definition', identifier)}`),
      run({ jobDefinition: identifier }) {
        if (!/:\d+$/.test(identifier)) {
          throw clientError(`${identifier} is not a job definition with a revision`);
        }
        // One that is not there, or not any more, is no error.
        const found = state.definition(identifier);
        if (found !== undefined) found.status = 'INACTIVE';
      },
    }),
  };
}
