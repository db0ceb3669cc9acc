import { LIMITS, type WaitState } from '@flowmap/asl/language';
import { recordedNext } from '../history.js';
import { pause } from '../interruptible.js';
import type { Compiler } from '../machine/compiler.js';
import type { Node } from '../machine/node.js';
import { LONGEST_WAIT_DAYS } from '../quotas.js';
import { integerWithin } from '../data/expected.js';
import { enter, leave, type Visit } from '../visit.js';

const DAY = 86_400_000;
const OFFSET_DATE_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/;

/** Wait: for seconds, or until a time that may have passed. */
export function waitNode(name: string, state: WaitState, compiler: Compiler): Node {
  const flow = compiler.flow(name, state);
  const seconds = flow.value('Seconds');
  const timestamp = flow.value('Timestamp');

  /** Milliseconds since the epoch: a wait counts from the state's entry or redrive, also when nothing ran in between. */
  async function endOf(visit: Visit): Promise<number> {
    if (seconds !== undefined) {
      const { redrivenAt = 0 } = visit.thread.execution;
      const length = await flow.valueOf(visit, seconds, integerWithin(seconds.field, 0, LIMITS.timeoutSeconds));
      return Math.max(visit.enteredAt, redrivenAt) + 1000 * length;
    }
    if (timestamp === undefined) return visit.enteredAt;
    const text = await flow.valueOf<string>(visit, timestamp, {
      type: 'string',
      fault: (value) =>
        OFFSET_DATE_TIME.test(value) && !Number.isNaN(Date.parse(value))
          ? undefined
          : `The ${timestamp.field} field cannot be parsed as an ISO-8601 extended offset date-time format string: ${value}`,
    });
    const end = Date.parse(text);
    if (end - visit.enteredAt > LONGEST_WAIT_DAYS * DAY) throw visit.runtimeFailure('Wait state delay is too long.');
    return end;
  }

  return {
    name,
    kind: 'Wait',
    async run(thread, input) {
      const visit = await enter(thread, name, 'Wait', input, flow);
      if (recordedNext(thread)?.type !== 'WaitStateExited') {
        const end = await endOf(visit);
        await thread.execution.past?.live(thread);
        const left = end - visit.ports.clock.now();
        if (left > 0) await pause(visit.ports.clock, left, thread.stop, thread.execution.environment.pace);
      }
      return await leave(visit, flow.ending, visit.effective);
    },
  };
}
