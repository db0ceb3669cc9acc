import { randomUUID } from 'node:crypto';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { taskTokens, type HistoryEvent, type Ports } from '@flowmap/engine';
import { folderBuckets } from '../buckets/folder-buckets.js';
import { realClock } from '../clock.js';
import { joinDynamodb, type DynamodbServer } from '../dynamodb/server.js';
import type { ActivityRecord } from './activities/activity-record.js';
import type { Backstage } from './backstage.js';
import { executionFiles } from './executions/execution-files.js';
import type { ExecutionRecord } from './executions/execution-record.js';
import { executionsOf } from './executions/executions.js';
import { expressOf } from './executions/express.js';
import { Suspension } from './executions/suspension.js';
import { childrenOf } from './map-runs/children.js';
import type { MapRunRecord } from './map-runs/map-run-record.js';
import { mapRunsOf } from './map-runs/map-runs.js';
import { openDefinitions } from './persistence/definitions.js';
import { openRecords, type Records } from './persistence/records.js';
import type { Actions } from './protocol/actions.js';
import { parseArn, type Home } from './protocol/arn.js';
import type { LocalServerOptions } from './serve-local.js';
import type { MachineRecord } from './state-machines/machine-record.js';
import { taggedOf } from './state-machines/tagged.js';
import { endpointsFrom } from './tasks/endpoints.js';
import { ownCalls } from './tasks/own-calls.js';
import { sdkClients } from './tasks/sdk-clients.js';
import { sdkObjects } from './tasks/sdk-objects.js';
import { serveTask, type TaskServers } from './tasks/task-server.js';
import { keptTokens, type TokenAnswer } from './tasks/token-records.js';

/** What is opened for a server. */
export interface BackstageOptions extends LocalServerOptions {
  readonly report: (error: unknown) => void;
  readonly ownUrl: () => string;
  /** Services that are at the same address, by the ids of the AWS SDK. */
  readonly served: readonly string[];
  /** The actions, for tasks that call them. */
  readonly actions: () => Actions;
}

/** The account and region of a server. */
export function homeOf({ account = '123456789012', region = 'us-east-1' }: LocalServerOptions): Home {
  return { account, region };
}

/** Opens everything that a server keeps and uses, and closes it again. */
export async function openBackstage(options: BackstageOptions): Promise<Backstage & { close(): Promise<void> }> {
  const { root, report, quotas = 'enforced', variables = {} } = options;
  const home = homeOf(options);
  const folder = join(root, 'api');
  const [machines, activities, records, runRecords, answers] = await Promise.all([
    openRecords<MachineRecord>(join(folder, 'state-machines.jsonl')),
    openRecords<ActivityRecord>(join(folder, 'activities.jsonl')),
    openRecords<ExecutionRecord>(join(folder, 'executions.jsonl')),
    openRecords<MapRunRecord>(join(folder, 'map-runs.jsonl')),
    openRecords<TokenAnswer>(join(folder, 'task-answers.jsonl')),
  ]);
  const definitions = openDefinitions(join(folder, 'definitions'));
  const suspension = new Suspension();
  const real = realClock();
  const clock = suspension.clock(real);
  const tokens = keptTokens(taskTokens(clock), answers, (arn) => runs(records, arn));
  const mapRuns = mapRunsOf(runRecords, () => real.now(), report);
  const files = executionFiles(join(folder, 'executions'));
  const { served, realServices = [] } = options;
  const endpoints = endpointsFrom(variables, options.ownUrl, (id) => served.includes(id) && !isReal(realServices, id));
  let dynamodb: Promise<DynamodbServer> | undefined;
  const clients = sdkClients({
    project: options.project ?? dirname(root),
    others: served.length > 0 ? [packageFile('@flowmap/metadata-dynamodb'), ...(options.clientsOf ?? [])] : [],
    region: home.region,
    endpoints,
    real: realServices,
    variables,
    embedded: {
      dynamodb: async () => (served.length > 0 ? options.ownUrl() : (await (dynamodb ??= joinDynamodb(root))).endpoint),
      ...(served.length > 0 && { s3: () => Promise.resolve(options.ownUrl()) }),
    },
  });
  const folders = folderBuckets(join(root, 'objects-s3'));
  const servers: TaskServers = {
    region: home.region,
    endpoints,
    clients,
    tokens,
    folders,
    own: ownCalls({
      actions: options.actions,
      ended: (arn) => executions.ended(arn),
      stop: (arn) => executions.stop(arn),
      data: ({ folder: own }, name) => files.read(own, name),
    }),
    pause: (milliseconds, signal) => clock.wait(milliseconds, signal),
  };
  /** Tokens that an execution has waited for. */
  const waited = new Map<string, Set<string>>();
  const world = {
    clock,
    random: () => Math.random(),
    uuid: () => randomUUID(),
    activityExists: (arn: string) => activities.get(arn) !== undefined,
    objects: clients.isReachable('s3', 'S3') ? sdkObjects(clients) : folders,
    task: (request) => suspension.during(request.signal, (signal) => serveTask(servers, request, signal)),
  } satisfies Ports;

  const executions = executionsOf(
    {
      home,
      definitions,
      suspension,
      quotas,
      now: () => real.now(),
      random: () => Math.random(),
      report,
      ports({ arn }, keep): Ports {
        const held = new Set<string>();
        waited.set(arn, held);
        return {
          ...world,
          task(request) {
            if (request.token !== undefined) held.add(request.token);
            return world.task(request);
          },
          mapRun: (run) => mapRuns.note(run, arn),
          record(event: HistoryEvent) {
            // The next server records it when it happens there.
            if (suspension.hasBegun) return suspension.forEver();
            return keep(event);
          },
        };
      },
      async release(arn) {
        await tokens.forget(waited.get(arn) ?? []);
        waited.delete(arn);
      },
    },
    records,
    files,
  );
  return {
    home,
    machines,
    activities,
    definitions,
    executions,
    express: expressOf({
      home,
      definitions,
      quotas,
      now: () => real.now(),
      random: () => Math.random(),
      expressPorts: () => world,
      report,
    }),
    children: childrenOf(executions, mapRuns),
    mapRuns,
    tokens,
    tagged: taggedOf(machines, activities),
    suspension,
    testPorts: () => world,
    now: () => real.now(),
    random: () => Math.random(),
    uuid: () => randomUUID(),
    report,
    async close() {
      await executions.suspend();
      clients.close();
      await (await dynamodb)?.close();
      for (const opened of [machines, activities, records, runRecords, answers]) await opened.close();
    },
  };
}

/** The file of a package that this one has. */
function packageFile(name: string): string {
  return createRequire(import.meta.url).resolve(name);
}

/** Whether tasks shall call the real service. Tasks write its name without spaces. */
function isReal(real: readonly string[], serviceId: string): boolean {
  return real.includes('all') || real.includes(serviceId.toLowerCase().replaceAll(' ', ''));
}

/** Whether an execution runs; of a child, whether one runs that may have started it. */
function runs(records: Records<ExecutionRecord>, arn: string): boolean {
  const own = records.get(arn);
  if (own !== undefined) return own.status === 'RUNNING';
  const { name, label } = parseArn(arn, 'execution', 'express');
  if (label === undefined) return false;
  return [...records.values()].some((record) => record.machineName === name && record.status === 'RUNNING');
}
