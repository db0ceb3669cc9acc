import type { MapRunChange } from '@flowmap/engine';
import type { Backstage } from '../backstage.js';
import { timestamp, type Actions } from '../protocol/actions.js';
import { ApiError, validationError } from '../protocol/api-error.js';
import { parseArn } from '../protocol/arn.js';
import { pageOf, type PageRequest } from '../protocol/page.js';
import { noMapRun } from './children.js';
import type { MapRunRecord } from './map-run-record.js';

/** Describes, lists and changes Map Runs. */
export function mapRunActions({ mapRuns, executions, children }: Backstage): Actions {
  return {
    DescribeMapRun({ mapRunArn: arn }: { mapRunArn: string }) {
      const { execution, status, started, stopped, redriven, ...run } = existing(arn);
      return {
        mapRunArn: arn,
        executionArn: execution,
        status,
        startDate: timestamp(started),
        ...(stopped !== undefined && { stopDate: timestamp(stopped) }),
        maxConcurrency: run.maxConcurrency,
        toleratedFailureCount: run.toleratedFailureCount,
        toleratedFailurePercentage: run.toleratedFailurePercentage,
        itemCounts: run.itemCounts,
        executionCounts: run.executionCounts,
        redriveCount: run.redriveCount,
        ...(redriven !== undefined && { redriveDate: timestamp(redriven) }),
      };
    },

    async ListMapRuns(request: PageRequest & { executionArn: string }) {
      const { executionArn: arn } = request;
      parseArn(arn, 'execution');
      if (executions.get(arn) === undefined && (await children.find(arn)) === undefined) {
        throw new ApiError('ExecutionDoesNotExist', `Execution Does Not Exist: '${arn}'`);
      }
      const all = mapRuns.ofExecution(arn);
      const { items, rest } = pageOf(all, request, ['ListMapRuns', arn], keyOf);
      return {
        mapRuns: items.map(({ arn: mapRunArn, execution, machine, started, stopped }) => ({
          executionArn: execution,
          mapRunArn,
          stateMachineArn: machine,
          startDate: timestamp(started),
          ...(stopped !== undefined && { stopDate: timestamp(stopped) }),
        })),
        ...rest,
      };
    },

    UpdateMapRun({ mapRunArn: arn, ...limits }: MapRunChange & { mapRunArn: string }) {
      const { status } = existing(arn);
      if (Object.keys(limits).length === 0) {
        throw validationError(
          'Either maxConcurrency, toleratedFailureCount, or toleratedFailurePercentage must be specified',
          'MISSING_REQUIRED_PARAMETER',
        );
      }
      if (status !== 'RUNNING') {
        throw validationError('Map Run is completed and cannot be updated', 'CANNOT_UPDATE_COMPLETED_MAP_RUN');
      }
      mapRuns.update(arn, limits);
      return {};
    },
  };

  function existing(arn: string): MapRunRecord {
    parseArn(arn, 'mapRun');
    const run = mapRuns.get(arn);
    if (run === undefined) throw noMapRun(arn);
    return run;
  }
}

/** Newest first. */
function keyOf({ started, arn }: MapRunRecord): string {
  return `${String(1e15 - started).padStart(16, '0')} ${arn}`;
}
