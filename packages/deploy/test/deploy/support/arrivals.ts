import { flow, onEnd, onObject, param, type Flow, type ScheduleOptions } from '@flowmap/flow';

/** Its parameters. */
export interface Arrivals {
  readonly file: string;
  readonly rows: number;
}

/** An event bus and a topic that are told of its failures. */
export const BUS = 'arn:aws:events:us-east-1:123456789012:event-bus/alarms';
export const TOPIC = 'arn:aws:sns:us-east-1:123456789012:alarms';

/** What may start the flow of these tests. */
export interface Starts {
  readonly schedules?: { readonly [name: string]: ScheduleOptions<Arrivals> };
  /** Whether another flow and a bucket start it, and others are told of its failures. Default: no. */
  readonly events?: boolean;
}

/** A flow of one step with schedules, triggers and notifications. */
export function arrivals({ schedules = {}, events = false }: Starts): Flow<Arrivals> {
  const params = { file: param.string({ default: 'none' }), rows: param.integer({ default: 3 }) };
  const triggers = {
    uploads: onObject({ bucket: 'raw', prefix: 'in/', suffix: '.csv', params: { rows: 7 }, from: { file: 'key' } }),
    upstream: onEnd('flights', { from: { file: 'run' } }),
  };
  const notify = [{ target: TOPIC }, { target: BUS, status: 'TIMED_OUT' as const }];
  return flow({ name: 'arrivals', params, schedules, ...(events && { triggers, notify }) }, ({ step }) => {
    step('work', ({ params: given }) => given.rows);
  });
}

/** A schedule that starts the flow whatever runs, and one that skips. */
export const NIGHTLY: ScheduleOptions<Arrivals> = { cron: '0 3 * * ? *', timeZone: 'Europe/Berlin' };
export const HOURLY: ScheduleOptions<Arrivals> = { every: '1 hour', params: { rows: 5 }, overlap: 'skip' };
