import {
  DescribeMapRunCommand,
  ListExecutionsCommand,
  ListMapRunsCommand,
  type ListExecutionsOutput,
  type ListMapRunsOutput,
} from '@aws-sdk/client-sfn';
import type { Site } from '../kinds/kind.js';
import { countsOf, type MapRunCounts } from './map-run-counts.js';
import { type Pace, tokenBucket } from './token-bucket.js';

/** A Map Run as it stands. */
export interface MapRunState {
  readonly arn: string;
  readonly label: string;
  readonly counts: MapRunCounts;
  /** Whether it goes on. */
  readonly running: boolean;
  /** Milliseconds since the epoch. */
  readonly started: number;
  readonly stopped?: number;
}

/** An execution that a Map Run started. */
export interface MapRunChild {
  readonly arn: string;
  readonly running: boolean;
}

/** Asks about Map Runs, no faster than the service answers, and not again about what has ended. */
export interface MapRunReader {
  /** The Map Runs of an execution, those of its children not among them. One that `hasEnded` is asked once. */
  ofExecution(arn: string, hasEnded?: boolean): Promise<readonly MapRunState[]>;
  /** The newest children of a Map Run, `most` of them. */
  children(mapRun: string, most: number): Promise<readonly MapRunChild[]>;
  /** Forgets what has ended: a redrive opens it again. */
  forget(): void;
}

/**
 * Of DescribeMapRun and ListMapRuns the service takes one call a second from the whole account, and some at once: others want to ask too.
 * Source: Step Functions developer guide, "Service quotas".
 */
const MAP_RUNS: Pace = { burst: 20, perSecond: 1 };
const EXECUTIONS: Pace = { burst: 50, perSecond: 2 };

/** Opens a reader; `now` in milliseconds since the epoch. */
export function mapRunReader(site: Site, now: () => number): MapRunReader {
  const { sfn } = site.aws;
  const [describing, listing] = [tokenBucket(MAP_RUNS, now, site.wait), tokenBucket(MAP_RUNS, now, site.wait)];
  const listingChildren = tokenBucket(EXECUTIONS, now, site.wait);
  const ended = new Map<string, MapRunState>();
  const ofEnded = new Map<string, readonly MapRunState[]>();

  const describe = async (arn: string): Promise<MapRunState> => {
    const known = ended.get(arn);
    if (known) return known;
    await describing();
    const found = await sfn.send(new DescribeMapRunCommand({ mapRunArn: arn }));
    const state: MapRunState = {
      arn,
      label: labelOf(arn),
      counts: countsOf(found.itemCounts),
      running: found.status === 'RUNNING',
      started: found.startDate?.getTime() ?? 0,
      ...(found.stopDate && { stopped: found.stopDate.getTime() }),
    };
    if (!state.running) ended.set(arn, state);
    return state;
  };

  return {
    async ofExecution(executionArn, hasEnded = false) {
      const known = ofEnded.get(executionArn);
      if (known) return known;
      const arns: string[] = [];
      let nextToken: string | undefined;
      do {
        await listing();
        const ask = { executionArn, maxResults: 1_000, ...(nextToken !== undefined && { nextToken }) };
        const page: ListMapRunsOutput = await sfn.send(new ListMapRunsCommand(ask));
        for (const { mapRunArn = '' } of page.mapRuns ?? []) arns.push(mapRunArn);
        ({ nextToken } = page);
      } while (nextToken !== undefined);
      const states: MapRunState[] = [];
      for (const arn of arns) states.push(await describe(arn));
      if (hasEnded) ofEnded.set(executionArn, states);
      return states;
    },

    forget() {
      ended.clear();
      ofEnded.clear();
    },

    async children(mapRunArn, most) {
      await listingChildren();
      const page: ListExecutionsOutput = await sfn.send(new ListExecutionsCommand({ mapRunArn, maxResults: most }));
      return (page.executions ?? []).map(({ executionArn = '', status }) => ({
        arn: executionArn,
        running: status === 'RUNNING' || status === 'PENDING_REDRIVE',
      }));
    },
  };
}

/** `arn:aws:states:us-east-1:123456789012:mapRun:flight-delays/perChunk:<id>` */
function labelOf(arn: string): string {
  const [, , , , , , machine = ''] = arn.split(':');
  return machine.slice(machine.lastIndexOf('/') + 1);
}
