import type { Json } from '@flowmap/asl/language';
import { isoTime } from './execution.js';
import type { Visit } from './visit.js';

/** The item that an ItemSelector is evaluated for. */
export interface MapItem {
  readonly Index: number;
  readonly Value: Json;
}

/** `$states.context` of a state. */
export function contextObject(visit: Visit, item?: MapItem): Json {
  const { execution } = visit.thread;
  const map = item === undefined ? {} : { Map: { Item: { Index: item.Index, Value: item.Value } } };
  if (visit.trial !== undefined) return { ...visit.trial.context, ...map };
  return {
    Execution: {
      Id: execution.arn,
      Input: execution.input,
      StartTime: execution.started,
      Name: execution.name,
      RoleArn: execution.environment.role,
      // An EXPRESS execution cannot be redriven and has no count of it.
      ...(execution.type === 'STANDARD' ? { RedriveCount: execution.redrives ?? 0 } : {}),
      ...(execution.redrivenAt === undefined ? {} : { RedriveTime: isoTime(execution.redrivenAt) }),
    },
    StateMachine: { Id: execution.machineArn, Name: execution.machineName },
    State: { Name: visit.name, EnteredTime: isoTime(visit.enteredAt), RetryCount: visit.retries },
    ...(visit.token === undefined ? {} : { Task: { Token: visit.token } }),
    ...map,
  };
}
