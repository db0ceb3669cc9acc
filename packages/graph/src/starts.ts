import type { Json } from './json.js';

/** Parameters that a start by itself gives. */
export interface GivenParams {
  readonly [name: string]: Json;
}

/** When a flow is started by the clock. Source: Amazon EventBridge Scheduler user guide, "Schedule types". */
export interface Schedule {
  /** `cron(0 3 * * ? *)`, `rate(1 hour)`, `at(2026-12-01T00:00:00)`. */
  readonly expression: string;
  /** An IANA time zone, by which a `cron` and an `at` go. Default: UTC. */
  readonly timeZone?: string;
  readonly params?: GivenParams;
  /** What happens when the run before is still running: both run, or none is started. Default: both run. */
  readonly overlap?: 'allow' | 'skip';
}

/** How an execution can end. AWS's own words. */
export type EndStatus = 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';

/** What starts a flow beside the clock. */
export type Trigger = FlowEndTrigger | ObjectTrigger;

/** Another deployed flow ends. */
export interface FlowEndTrigger {
  readonly on: 'flow-end';
  /** The name under which it is deployed, in the same account and region. */
  readonly flow: string;
  readonly status: readonly EndStatus[];
  readonly params?: GivenParams;
  /** Parameters that take what the event says: the id of the run that ended, and how it did. */
  readonly from?: { readonly [param: string]: 'run' | 'status' };
}

/** An object is created in a bucket that tells EventBridge of its events. */
export interface ObjectTrigger {
  readonly on: 's3-object';
  readonly bucket: string;
  readonly prefix?: string;
  readonly suffix?: string;
  readonly params?: GivenParams;
  /** Parameters that take what the event says of the object. */
  readonly from?: { readonly [param: string]: 'key' | 'bucket' | 'size' | 'etag' };
}

/** Who is told when a run does not end well: an SNS topic or an event bus, by ARN. */
export interface Notification {
  readonly target: string;
  /** Default: all that are not SUCCEEDED. */
  readonly status: readonly EndStatus[];
}

/** Why a schedule's expression is none; undefined where it is one. */
export function expressionProblem(expression: string): string | undefined {
  const [, kind = '', inner = ''] = /^(cron|rate|at)\((.*)\)$/su.exec(expression) ?? [];
  if (kind === 'cron') return cronProblem(inner.trim().split(/\s+/u));
  if (kind === 'rate') return rateProblem(inner.trim());
  if (kind === 'at')
    return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/u.test(inner) ? undefined : 'no time like 2026-12-01T06:00:00';
  return 'neither cron(...) nor rate(...) nor at(...)';
}

function cronProblem(fields: readonly string[]): string | undefined {
  if (fields.length !== 6)
    return `a cron with ${fields.length} fields, and it has 6: minutes hours day month weekday year`;
  const [, , day, , weekday] = fields;
  if ((day === '?') === (weekday === '?')) return 'a cron in which not exactly one of day and weekday is ?';
  const odd = fields.find((field) => !/^[0-9A-Za-z*?/,#-]+$/u.test(field));
  return odd === undefined ? undefined : `a cron with the field ${odd}`;
}

function rateProblem(inner: string): string | undefined {
  const [, value = '', unit = ''] = /^(\d+) (minutes?|hours?|days?)$/u.exec(inner) ?? [];
  if (unit === '' || Number(value) < 1) return 'no rate like 15 minutes, 1 hour or 2 days';
  const isOne = Number(value) === 1;
  return isOne === unit.endsWith('s')
    ? `a rate of ${inner}, which is written ${value} ${isOne ? unit.slice(0, -1) : `${unit}s`}`
    : undefined;
}
