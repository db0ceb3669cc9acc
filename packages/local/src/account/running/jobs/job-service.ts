import { randomUUID } from 'node:crypto';
import { type BatchState, clientError } from '../../batch/batch-state.js';
import type { JobDefinition } from '../../batch/batch-record.js';
import { IDENTIFIER, NAME, PAGE, TAGS } from '../../batch/members.js';
import { type Operation, operation } from '../../protocol/operation.js';
import { pageOf } from '../../protocol/page.js';
import { restJson, REST_REFUSALS } from '../../protocol/rest-json.js';
import type { Service } from '../../protocol/service.js';
import { flag, list, mapOf, oneOf, structure, text, whole } from '../../protocol/shape.js';
import type { JobContainer, JobRecord, RetryStrategy } from './job-record.js';
import type { JobsHost } from './jobs-host.js';

/** Children of an array job. Source: AWS Batch API reference, ArrayProperties. */
const FEWEST = 2;
const MOST = 10_000;

const PAIRS = list(structure({ name: text(), value: text() }, {}));
const RULES = list(
  structure(
    { action: oneOf('RETRY', 'EXIT', 'retry', 'exit') },
    { onStatusReason: text(), onReason: text(), onExitCode: text() },
  ),
  0,
  5,
);
const RETRY = structure({}, { attempts: whole(1, 10), evaluateOnExit: RULES });
const OVERRIDES = structure(
  {},
  {
    command: list(text()),
    environment: PAIRS,
    resourceRequirements: list(structure({ type: oneOf('VCPU', 'MEMORY', 'GPU'), value: text() }, {})),
  },
);

/** The actions of AWS Batch about jobs. Queues are not looked for: here all jobs run on this machine, in the order in which they came. */
export function jobService(host: JobsHost, state: BatchState, now: () => number): Service {
  const operations: Record<string, Operation> = {
    SubmitJob: operation({
      required: { jobName: NAME, jobQueue: IDENTIFIER, jobDefinition: IDENTIFIER },
      optional: {
        arrayProperties: structure({}, { size: whole(FEWEST, MOST) }),
        containerOverrides: OVERRIDES,
        parameters: mapOf(text()),
        propagateTags: flag,
        retryStrategy: RETRY,
        tags: TAGS,
        timeout: structure({}, { attemptDurationSeconds: whole(60) }),
      },
      async run({ jobName: name, jobQueue: queue, jobDefinition: identifier, arrayProperties: array, ...given }) {
        const definition = definitionOf(state, identifier);
        const properties = definition.properties as unknown as Properties;
        const id = randomUUID();
        const timeout = (given.timeout ?? properties.timeout)?.attemptDurationSeconds;
        const parameters = { ...properties.parameters, ...given.parameters };
        const job: JobRecord = {
          id,
          name,
          arn: state.arn(`job/${id}`),
          queue: queue.startsWith('arn:') ? queue : state.arn(`job-queue/${queue}`),
          definition: definition.arn,
          status: 'RUNNABLE',
          created: now(),
          container: containerOf(definition, given.containerOverrides ?? {}, parameters),
          retry: given.retryStrategy ?? properties.retryStrategy ?? {},
          ...(timeout !== undefined && { timeout }),
          attempts: [],
          tags: given.tags ?? {},
          parameters,
        };
        const { size } = array ?? {};
        const children = Array.from({ length: size ?? 0 }, (_, index): JobRecord => {
          const own = `${id}:${index}`;
          return { ...job, id: own, arn: state.arn(`job/${own}`), index };
        });
        await host.submit({ ...job, ...(size !== undefined && { size }) }, children);
        return { jobId: id, jobName: name, jobArn: job.arn };
      },
    }),

    TerminateJob: operation({
      required: { jobId: IDENTIFIER, reason: text({ min: 1 }) },
      run: async ({ jobId: id, reason }) => {
        await host.terminate(id, reason);
        return {};
      },
    }),

    CancelJob: operation({
      required: { jobId: IDENTIFIER, reason: text({ min: 1 }) },
      run: async ({ jobId: id, reason }) => {
        if (host.find(id)?.status === 'RUNNABLE') await host.terminate(id, reason);
        return {};
      },
    }),

    ListJobs: operation({
      optional: {
        ...PAGE,
        jobQueue: IDENTIFIER,
        arrayJobId: IDENTIFIER,
        jobStatus: oneOf('SUBMITTED', 'PENDING', 'RUNNABLE', 'STARTING', 'RUNNING', 'SUCCEEDED', 'FAILED'),
      },
      run({ jobQueue: queue, arrayJobId: parent, jobStatus: status = 'RUNNING', nextToken, maxResults: size = 100 }) {
        if ((queue === undefined) === (parent === undefined)) {
          throw clientError('Exactly one of jobQueue and arrayJobId must be specified.');
        }
        const all = [...host.all()].filter((job) =>
          parent === undefined
            ? job.index === undefined && (job.queue === queue || job.queue.endsWith(`job-queue/${queue ?? ''}`))
            : job.id.startsWith(`${parent}:`),
        );
        const { items, next } = pageOf(
          all.filter((job) => job.status === status).reverse(),
          size,
          nextToken,
          'ClientException',
        );
        return {
          jobSummaryList: items.map(({ id, arn, name, created, started, stopped, status: is, definition }) => ({
            ...{ jobId: id, jobArn: arn, jobName: name, createdAt: created, status: is, jobDefinition: definition },
            ...(started !== undefined && { startedAt: started }),
            ...(stopped !== undefined && { stoppedAt: stopped }),
          })),
          nextToken: next,
        };
      },
    }),
  };
  return {
    name: 'batch',
    protocol: restJson(
      Object.fromEntries(Object.keys(operations).map((name) => [name, `POST /v1/${name.toLowerCase()} 200`])),
    ),
    refusals: { ...REST_REFUSALS, failed: ['ServerException', 500], invalid: ['ClientException', 400] },
    operations,
    contents: () => ({}),
  };
}

interface Properties {
  readonly containerProperties: {
    readonly image: string;
    readonly command?: readonly string[];
    readonly environment?: readonly { readonly name?: string; readonly value?: string }[];
    readonly logConfiguration?: { readonly options?: Readonly<Record<string, string>> };
  };
  readonly parameters?: Readonly<Record<string, string>>;
  readonly retryStrategy?: RetryStrategy;
  readonly timeout?: { readonly attemptDurationSeconds?: number };
}

/** A name without a revision is that of the newest which is active. */
function definitionOf(state: BatchState, identifier: string): JobDefinition {
  const name = state.nameOf('job-definition', identifier);
  const found = name.includes(':')
    ? state.definition(identifier)
    : state.definitions.get(name)?.findLast(({ status }) => status === 'ACTIVE');
  if (found?.status === 'ACTIVE') return found;
  throw clientError(`JobDefinition ${identifier} does not exist or is not ACTIVE`);
}

interface Overrides {
  readonly command?: readonly string[];
  readonly environment?: readonly { readonly name: string; readonly value: string }[];
}

function containerOf(
  { name, properties }: JobDefinition,
  overrides: Overrides,
  parameters: Readonly<Record<string, string>>,
): JobContainer {
  const { containerProperties: container } = properties as unknown as Properties;
  const { 'awslogs-group': group = '/aws/batch/job', 'awslogs-stream-prefix': streamPrefix = name } =
    container.logConfiguration?.options ?? {};
  const variables = new Map([
    ...(container.environment ?? []).map(({ name: key = '', value = '' }) => [key, value] as const),
    ...(overrides.environment ?? []).map(({ name: key, value }) => [key, value] as const),
  ]);
  return {
    image: container.image,
    command: (overrides.command ?? container.command ?? []).map((part) => parameters[parameterOf(part)] ?? part),
    environment: [...variables].map(([key, value]) => ({ name: key, value })),
    group,
    streamPrefix,
  };
}

/** `Ref::codec` stands for a parameter. */
function parameterOf(part: string): string {
  return part.startsWith('Ref::') ? part.slice('Ref::'.length) : '';
}
