import type { Json } from '@flowmap/asl/language';
import { isoTime } from './execution.js';
import type { Visit } from './visit.js';

/** The types of states that may have retriers. */
const RETRIED: ReadonlySet<string> = new Set(['Task', 'Parallel', 'Map']);

/** The item that an ItemSelector is evaluated for. */
export interface MapItem {
  readonly Index: number;
  /** Of a field of an object: its name. */
  readonly Key?: string;
  readonly Value: Json;
  /** `STATE_DATA`, or the URI of what it was read from. */
  readonly Source: string;
}

/** `$states.context` of a state. */
export function contextObject(visit: Visit, item?: MapItem): Json {
  const { execution } = visit.thread;
  const map = item === undefined ? {} : { Map: { Item: { ...item } } };
  if (visit.trial !== undefined) return { ...visit.trial.context, ...map };
  return {
    Execution: {
      Id: execution.arn,
      Input: execution.input,
      StartTime: execution.started,
      Name: execution.name,
      RoleArn: execution.environment.role,
      RedriveCount: execution.redrives ?? 0,
      ...(execution.redrivenAt === undefined ? {} : { RedriveTime: isoTime(execution.redrivenAt) }),
    },
    StateMachine: { Id: execution.machineArn, Name: execution.machineName },
    State: {
      Name: visit.name,
      EnteredTime: isoTime(visit.enteredAt),
      // Of a state that cannot be tried again there is no count.
      ...(RETRIED.has(visit.kind) ? { RetryCount: visit.retries } : {}),
    },
    ...(visit.token === undefined ? {} : { Task: { Token: visit.token } }),
    ...map,
  };
}
