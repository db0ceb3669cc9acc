import type { HistoryEvent } from '@flowmap/engine';
import type { Backstage } from '../backstage.js';
import { timestamp, type Actions } from '../protocol/actions.js';
import { ApiError, validationError } from '../protocol/api-error.js';
import { parseArn } from '../protocol/arn.js';
import { checkName } from '../protocol/name.js';
import { pageOf, type PageRequest } from '../protocol/page.js';
import { findQualified, refuseDeleting, type FoundMachine } from '../state-machines/find-machine.js';
import { describeRevision } from '../state-machines/describe.js';
import { eventAnswer } from './event-answer.js';
import { executionAnswer, executionItem, notRedrivable } from './execution-answers.js';
import type { ExecutionRecord } from './execution-record.js';
import { eventsThatMention } from './recorded-events.js';

interface StartRequest {
  readonly stateMachineArn: string;
  readonly name?: string;
  readonly input?: string;
  readonly traceHeader?: string;
}

interface ExecutionArn {
  readonly executionArn: string;
}

interface ListRequest extends PageRequest {
  readonly stateMachineArn?: string;
  readonly mapRunArn?: string;
  readonly statusFilter?: string;
  readonly redriveFilter?: 'REDRIVEN' | 'NOT_REDRIVEN';
}

/** Starts, stops, redrives, describes and lists executions. */
export function executionActions(backstage: Backstage): Actions {
  const { machines, executions, children, express, home, now, uuid } = backstage;

  return {
    async StartExecution(request: StartRequest) {
      const found = startable(request);
      const start = { found, name: request.name ?? uuid(), input: request.input ?? '{}', ...traced(request) };
      const { arn, started } = await (found.machine.type === 'EXPRESS' ? express : executions).start(start);
      return { executionArn: arn, startDate: timestamp(started) };
    },

    async StartSyncExecution(request: StartRequest & { includedData?: string }) {
      const found = startable(request);
      if (found.machine.type !== 'EXPRESS') throw wrongType();
      const start = { found, name: request.name ?? uuid(), input: request.input ?? '{}', ...traced(request) };
      return express.run(start, request.includedData !== 'METADATA_ONLY');
    },

    async StopExecution({ executionArn: arn, error, cause }: ExecutionArn & { error?: string; cause?: string }) {
      parseArn(arn, 'execution');
      if (executions.get(arn) === undefined) {
        const child = await children.find(arn);
        if (child === undefined) throw missing(arn);
        throw validationError(`The execution ${arn} is a child of a Map Run: stop the execution that runs the map`);
      }
      const stopped = await executions.stop(arn, error, cause);
      return { stopDate: timestamp(stopped?.stopped ?? now()) };
    },

    async RedriveExecution({ executionArn: arn, clientToken }: ExecutionArn & { clientToken?: string }) {
      parseArn(arn, 'execution');
      const record = executions.get(arn);
      if (record === undefined) throw missing(arn);
      if (clientToken !== undefined && record.redriveToken === clientToken) {
        return { redriveDate: timestamp(record.redriven ?? now()) };
      }
      const reason = notRedrivable(record, now());
      if (reason !== undefined) throw new ApiError('ExecutionNotRedrivable', reason);
      const { redriven = now() } = await executions.redrive(record, clientToken);
      return { redriveDate: timestamp(redriven) };
    },

    async DescribeExecution({ executionArn: arn, includedData }: ExecutionArn & { includedData?: string }) {
      parseArn(arn, 'execution');
      const included = includedData !== 'METADATA_ONLY';
      const record = executions.get(arn);
      if (record === undefined) {
        const child = await children.find(arn);
        if (child === undefined) throw missing(arn);
        return children.describe(child, included);
      }
      const [input, output] = await Promise.all([
        executions.files.read(record.folder, 'input'),
        executions.files.read(record.folder, 'output'),
      ]);
      return executionAnswer(record, { input, output, included }, now());
    },

    async DescribeStateMachineForExecution(request: ExecutionArn & { includedData?: string }) {
      const { executionArn: arn, includedData } = request;
      parseArn(arn, 'execution');
      const child = executions.get(arn) === undefined ? await children.find(arn) : undefined;
      const record = child?.root ?? executions.get(arn);
      if (record === undefined) throw missing(arn);
      return {
        stateMachineArn: child?.machine ?? record.machine,
        name: child === undefined ? record.machineName : `${record.machineName}/${child.label}`,
        updateDate: timestamp(record.revised),
        ...(child !== undefined && { mapRunArn: child.mapRun, label: child.label }),
        ...(await describeRevision(backstage, record.revision, includedData)),
      };
    },

    async ListExecutions(request: ListRequest) {
      const { stateMachineArn: arn, mapRunArn, statusFilter, redriveFilter } = request;
      if ((arn === undefined) === (mapRunArn === undefined)) {
        throw validationError('Must specify exactly one of stateMachineArn or mapRunArn', 'MISSING_REQUIRED_PARAMETER');
      }
      const fits = (status: string, redrives: number): boolean =>
        (statusFilter === undefined || status === statusFilter) &&
        (redriveFilter === undefined || (redriveFilter === 'REDRIVEN') === redrives > 0);
      const list = ['ListExecutions', arn, mapRunArn, statusFilter, redriveFilter];
      if (mapRunArn !== undefined) {
        const all = (await children.ofMapRun(mapRunArn)).filter(({ status, redriveCount }) =>
          fits(status, redriveCount),
        );
        const { items, rest } = pageOf(all, request, list, (child) => newestFirst(child.started, child.arn));
        return { executions: items.map((child) => children.item(child)), ...rest };
      }
      const found = findQualified(machines, home, arn ?? '');
      if (found.machine.type === 'EXPRESS') throw wrongType();
      const all = [...executions.values()]
        .filter((record) => isOf(record, found) && fits(record.status, record.redriveCount))
        .sort((a, b) => b.started - a.started || (keyOf(a) < keyOf(b) ? -1 : 1));
      const { items, rest } = pageOf(all, request, list, keyOf);
      return { executions: items.map(executionItem), ...rest };
    },

    async GetExecutionHistory(
      request: ExecutionArn & PageRequest & { reverseOrder?: boolean; includeExecutionData?: boolean },
    ) {
      const { executionArn: arn, reverseOrder = false, includeExecutionData = true } = request;
      parseArn(arn, 'execution');
      const own = executions.get(arn);
      const root = own ?? (await children.find(arn))?.root;
      if (root === undefined) throw missing(arn);
      const events: HistoryEvent[] = [];
      for await (const event of eventsThatMention(executions.files.history(root.folder), arn)) {
        if (event.execution === arn) events.push(event);
      }
      if (reverseOrder) events.reverse();
      const { items, rest } = pageOf(events, request, ['GetExecutionHistory', arn, reverseOrder], ({ id }) => `${id}`);
      return {
        events: items.map((event) =>
          eventAnswer(own === undefined ? event : withOrigin(event, own), includeExecutionData),
        ),
        ...rest,
      };
    },
  };

  function startable({ stateMachineArn: arn, name }: StartRequest): FoundMachine {
    const found = findQualified(machines, home, arn);
    if (found.label !== undefined) {
      throw validationError(
        `Labelled state machine ARNs are not supported: ${arn}`,
        'API_DOES_NOT_SUPPORT_LABELED_ARNS',
      );
    }
    refuseDeleting(found.machine);
    if (name !== undefined) checkName(name);
    return found;
  }
}

/** The first event also says which version or alias was started. */
function withOrigin(event: HistoryEvent, { machine, version, alias }: ExecutionRecord): HistoryEvent {
  if (event.type !== 'ExecutionStarted' || version === undefined) return event;
  return {
    ...event,
    details: {
      ...(event.details as object),
      stateMachineVersionArn: `${machine}:${version}`,
      ...(alias !== undefined && { stateMachineAliasArn: `${machine}:${alias}` }),
    },
  };
}

function isOf(record: ExecutionRecord, { machine, version, alias }: FoundMachine): boolean {
  if (record.machine !== machine.arn) return false;
  // Executions of a state machine that had the name before are not of this one.
  if (record.started < machine.created) return false;
  if (version !== undefined) return record.version === version.number;
  return alias === undefined || record.alias === alias.name;
}

function keyOf({ started, arn }: ExecutionRecord): string {
  return newestFirst(started, arn);
}

/** A key that rises where times fall. */
function newestFirst(started: number, arn: string): string {
  return `${String(1e15 - started).padStart(16, '0')} ${arn}`;
}

function traced({ traceHeader }: StartRequest): { traceHeader?: string } {
  return traceHeader === undefined ? {} : { traceHeader };
}

function missing(arn: string): ApiError {
  return new ApiError('ExecutionDoesNotExist', `Execution Does Not Exist: '${arn}'`);
}

function wrongType(): ApiError {
  return new ApiError('StateMachineTypeNotSupported', 'This operation is not supported by this type of state machine');
}
