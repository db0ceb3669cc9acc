import type { Json } from '@flowmap/asl/language';
import type { HistoryEvent } from '@flowmap/engine';
import type { Executions } from '../executions/executions.js';
import type { ExecutionRecord, ExecutionStatus } from '../executions/execution-record.js';
import { eventsThatMention } from '../executions/recorded-events.js';
import { timestamp } from '../protocol/actions.js';
import { ApiError } from '../protocol/api-error.js';
import { parseArn } from '../protocol/arn.js';
import type { MapRunRecord } from './map-run-record.js';

/** An execution that a Map Run started, as the history of its root tells. Times are milliseconds since the epoch. */
export interface Child {
  readonly arn: string;
  readonly name: string;
  /** ARN of the state machine with the label. */
  readonly machine: string;
  readonly label: string;
  readonly mapRun: string;
  readonly root: ExecutionRecord;
  readonly status: ExecutionStatus;
  readonly started: number;
  readonly stopped?: number;
  readonly input: Json;
  readonly output?: Json;
  readonly error?: string;
  readonly cause?: string;
  readonly redriveCount: number;
}

/** The executions that Map Runs started. They are read from histories when somebody asks, and cost nothing otherwise. */
export interface Children {
  /** Undefined where no Map Run started an execution of that ARN. */
  find(arn: string): Promise<Child | undefined>;
  /** Newest first. Throws `ResourceNotFound`. */
  ofMapRun(mapRun: string): Promise<Child[]>;
  item(child: Child): object;
  describe(child: Child, included: boolean): object;
}

/** Looks for children in the histories of executions that had Map Runs. */
export function childrenOf(
  executions: Executions,
  mapRuns: { values(): Iterable<MapRunRecord>; get(arn: string): MapRunRecord | undefined },
): Children {
  const rootOf = (run: MapRunRecord): ExecutionRecord | undefined => executions.get(run.root);

  return {
    async find(arn) {
      const { name, label } = parseArn(arn, 'execution');
      if (label === undefined) return undefined;
      const roots = new Set(
        [...mapRuns.values()].filter((run) => run.arn.includes(`:mapRun:${name}/${label}:`)).map(rootOf),
      );
      for (const root of roots) {
        if (root === undefined) continue;
        const [child] = await read(executions, root, arn, ({ execution }) => execution === arn);
        if (child !== undefined) return child;
      }
      return undefined;
    },

    async ofMapRun(mapRun) {
      parseArn(mapRun, 'mapRun');
      const run = mapRuns.get(mapRun);
      const root = run && rootOf(run);
      if (root === undefined) throw noMapRun(mapRun);
      const all = await read(executions, root, mapRun, (event) => event.mapRun === mapRun);
      return all.sort((a, b) => b.started - a.started || (a.arn < b.arn ? -1 : 1));
    },

    item,

    describe(child, included) {
      const { input, output, error, cause, status } = child;
      const settled = status === 'RUNNING' || status === 'SUCCEEDED';
      return {
        ...item(child),
        ...(included && { input: JSON.stringify(input) }),
        inputDetails: { included },
        ...(included && output !== undefined && { output: JSON.stringify(output) }),
        ...(output !== undefined && { outputDetails: { included } }),
        ...(error !== undefined && { error }),
        ...(cause !== undefined && { cause }),
        redriveStatus: settled ? 'NOT_REDRIVABLE' : 'REDRIVABLE_BY_MAP_RUN',
        ...(settled && { redriveStatusReason: `Execution is ${status} and cannot be redriven` }),
      };
    },
  };
}

/** `ResourceNotFound` of a Map Run. */
export function noMapRun(arn: string): ApiError {
  return new ApiError('ResourceNotFound', `Resource not found: '${arn}'`, { resourceName: arn });
}

function item(child: Child): object {
  const { stopped, root } = child;
  return {
    executionArn: child.arn,
    stateMachineArn: child.machine,
    name: child.name,
    status: child.status,
    startDate: timestamp(child.started),
    ...(stopped !== undefined && { stopDate: timestamp(stopped) }),
    mapRunArn: child.mapRun,
    ...(root.version !== undefined && { stateMachineVersionArn: `${root.machine}:${root.version}` }),
    redriveCount: child.redriveCount,
  };
}

const STATUSES: Readonly<Record<string, ExecutionStatus>> = {
  ExecutionSucceeded: 'SUCCEEDED',
  ExecutionFailed: 'FAILED',
  ExecutionTimedOut: 'TIMED_OUT',
  ExecutionAborted: 'ABORTED',
};

/** The children that a history tells of; `mentioned` is in all lines of those that are wanted. */
async function read(
  { files }: Executions,
  root: ExecutionRecord,
  mentioned: string,
  isWanted: (event: HistoryEvent) => boolean,
): Promise<Child[]> {
  const found = new Map<string, Child>();
  for await (const event of eventsThatMention(files.history(root.folder), mentioned)) {
    if (event.mapRun === undefined || !isWanted(event)) continue;
    const known = found.get(event.execution);
    const next = known === undefined ? begun(event, event.mapRun, root) : followed(known, event);
    if (next !== undefined && next !== known) found.set(event.execution, next);
  }
  return [...found.values()];
}

function begun(
  { type, execution, timestamp: at, details }: HistoryEvent,
  mapRun: string,
  root: ExecutionRecord,
): Child | undefined {
  if (type !== 'ExecutionStarted') return undefined;
  const parts = execution.split(':');
  const [machine = '', label = ''] = (parts[6] ?? '').split('/');
  const { input = null } = (details ?? {}) as { readonly input?: Json };
  return {
    arn: execution,
    name: parts.slice(7).join(':'),
    machine: `${root.machine.slice(0, root.machine.lastIndexOf(':') + 1)}${machine}/${label}`,
    label,
    mapRun,
    root,
    status: 'RUNNING',
    started: at,
    input,
    redriveCount: 0,
  };
}

function followed(child: Child, { type, timestamp: at, details }: HistoryEvent): Child {
  const status = STATUSES[type];
  if (type === 'ExecutionRedriven') {
    const { stopped: _, error: __, cause: ___, ...rest } = child;
    return { ...rest, status: 'RUNNING', redriveCount: child.redriveCount + 1 };
  }
  if (status === undefined) return child;
  const { output, error, cause } = (details ?? {}) as {
    readonly output?: Json;
    readonly error?: string;
    readonly cause?: string;
  };
  return {
    ...child,
    status,
    stopped: at,
    ...(output !== undefined && { output }),
    ...(error !== undefined && { error }),
    ...(cause !== undefined && { cause }),
  };
}
