import type { LogReader } from '@flowmap/store';
import { readLogs } from './logs.js';
import type { OperatePorts } from './ports.js';

/** What the tasks of an account logged, in CloudWatch Logs. It throws what {@link readLogs} throws. */
export function logsOf(ports: OperatePorts): LogReader {
  return { lines: (deployment, run, selection = {}) => readLogs(ports, { deployment, run }, selection) };
}
