import type { Json } from '@flowmap/asl/language';
import { executionArn, machineArn } from '../arn.js';
import { type Execution, isoTime } from '../execution.js';
import { Pace } from '../pace.js';
import type { Ports } from '../ports.js';
import { Stop } from '../stop.js';

/** Where a test takes place. */
export interface Place {
  /** Default 123456789012. */
  readonly account?: string;
  /** Default us-east-1. */
  readonly region?: string;
  readonly role?: string | undefined;
}

/** The execution that a test gives itself out for: it has just begun. As on the service it is an EXPRESS one. */
export function stageOf(ports: Ports, input: Json, place: Place): Execution {
  const { account = '123456789012', region = 'us-east-1', role = '' } = place;
  const [name, machineName] = [ports.uuid(), ports.uuid()];
  return {
    environment: { ports, pace: new Pace(), quotas: true, account, region, role, machine: machineName },
    arn: executionArn({ account, region }, machineName, name, 'EXPRESS'),
    name,
    type: 'EXPRESS',
    input,
    started: isoTime(ports.clock.now()),
    machineArn: machineArn({ account, region }, machineName),
    machineName,
    stop: new Stop(),
    events: 0,
  };
}
