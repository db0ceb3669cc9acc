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
