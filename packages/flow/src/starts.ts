import type { EndStatus, FlowGraph, Json, Schedule, Trigger } from '@flowmap/graph';
import type { User } from './inputs.js';
import { refuseUnknown } from './known-options.js';

/** Parameters of a flow, as JSON: some or all of them. Of a flow without any, none. */
export type StartParams<P> = [keyof P] extends [never]
  ? { readonly [name: string]: never }
  : { readonly [K in keyof P]?: P[K] & Json };

/** A time at which a deployed flow is started: one of `cron`, `every` and `at`. */
export type ScheduleOptions<P> = ScheduleTime & {
  /** An IANA time zone: `Europe/Berlin`. Default: UTC. */
  readonly timeZone?: string;
  /** The parameters of the runs. Default: those that the flow has. */
  readonly params?: StartParams<P>;
  /** Whether a run is started while another one of the flow is running. Default: `allow`. */
  readonly overlap?: 'allow' | 'skip';
};

/** When a schedule starts a run. */
export type ScheduleTime =
  /** Minutes, hours, day, month, weekday and year, of which day or weekday is `?`: `0 3 * * ? *`. */
  | { readonly cron: string; readonly every?: never; readonly at?: never }
  /** `15 minutes`, `1 hour`, `2 days`. */
  | { readonly every: string; readonly cron?: never; readonly at?: never }
  /** Once: `2026-12-01T06:00:00`. */
  | { readonly at: string; readonly cron?: never; readonly every?: never };

/** What starts a flow beside the clock: {@link onEnd} and {@link onObject} make it. */
export type TriggerOptions = Trigger;

/** How a flow ends that another one waits for. */
export interface OnEndOptions {
  /** Default: when it succeeded. */
  readonly status?: EndStatus | readonly EndStatus[];
  readonly params?: { readonly [name: string]: Json };
  /** Parameters that take the id of the run that ended, or how it did: `{ upstream: 'run' }`. */
  readonly from?: { readonly [param: string]: 'run' | 'status' };
}

/**
 * Starts the flow when another deployed flow has ended.
 *
 * @param deployment the name under which that one is deployed, in the same account and region
 */
export function onEnd(deployment: string, options: OnEndOptions = {}): TriggerOptions {
  const { status = 'SUCCEEDED', ...more } = options;
  return { on: 'flow-end', flow: deployment, status: typeof status === 'string' ? [status] : status, ...more };
}

/** Which objects start a flow. */
export interface OnObjectOptions {
  /** A bucket of the same account and region that sends its events to EventBridge. */
  readonly bucket: string;
  /** What keys begin with. Default: any. */
  readonly prefix?: string;
  /** What keys end with. Default: any. */
  readonly suffix?: string;
  readonly params?: { readonly [name: string]: Json };
  /** Parameters that take what the event says of the object: `{ file: 'key' }`. */
  readonly from?: { readonly [param: string]: 'key' | 'bucket' | 'size' | 'etag' };
}

/** Starts the flow for each object that is created in a bucket. */
export function onObject(options: OnObjectOptions): TriggerOptions {
  return { on: 's3-object', ...options };
}

/** Who is told of runs that do not end well. */
export interface NotifyOptions {
  /** ARN of an SNS topic or of an event bus. */
  readonly target: string;
  /** Default: all that are not `SUCCEEDED`. */
  readonly status?: EndStatus | readonly EndStatus[];
}

/** What starts a flow and who is told of its ends, as its graph has it. */
type Starts = Pick<FlowGraph, 'schedules' | 'triggers' | 'notify'>;

const SCHEDULE_OPTIONS = ['cron', 'every', 'at', 'timeZone', 'params', 'overlap'];
const NOTIFY_OPTIONS = ['target', 'status'];

const NOT_WELL: readonly EndStatus[] = ['FAILED', 'TIMED_OUT', 'ABORTED'];

/** The options of a flow that say what starts it and who is told of its ends. */
interface StartOptions<P> {
  readonly schedules?: { readonly [name: string]: ScheduleOptions<P> };
  readonly triggers?: { readonly [name: string]: TriggerOptions };
  readonly notify?: readonly NotifyOptions[];
}

/** What these options say, as data. Of schedules and notifications, options that there are not are reported. */
export function startsOf<P>(user: User, { schedules, triggers, notify }: StartOptions<P>): Starts {
  for (const [name, given] of Object.entries(schedules ?? {})) {
    refuseUnknown(user, given, SCHEDULE_OPTIONS, `The schedule ${name}`);
  }
  for (const given of notify ?? []) refuseUnknown(user, given, NOTIFY_OPTIONS, 'A notification');
  return {
    ...(schedules && {
      schedules: Object.fromEntries(Object.entries(schedules).map(([name, given]) => [name, scheduleOf(given)])),
    }),
    ...(triggers && { triggers }),
    ...(notify && {
      notify: notify.map(({ target, status = NOT_WELL }) => ({
        target,
        status: typeof status === 'string' ? [status] : status,
      })),
    }),
  };
}

function scheduleOf<P>(given: ScheduleOptions<P>): Schedule {
  const { timeZone, params, overlap } = given;
  return {
    expression: expressionOf(given),
    ...(timeZone !== undefined && { timeZone }),
    ...(params && { params: params as { readonly [name: string]: Json } }),
    ...(overlap !== undefined && { overlap }),
  };
}

function expressionOf({ cron, every, at }: ScheduleTime): string {
  if (cron !== undefined) return `cron(${spaced(cron)})`;
  return every === undefined ? `at(${at})` : `rate(${spaced(every)})`;
}

/** The service takes one blank between two words. */
function spaced(words: string): string {
  return words.trim().replaceAll(/\s+/gu, ' ');
}
