import { expect, it } from '@jest/globals';
import type { StateMachine } from '@flowmap/asl/language';
import { type Clock, type HistoryEvent, run } from '../../src/index.js';

/** A machine that answers with the start of its execution, and with that of the one child of its map. */
const MACHINE: StateMachine = {
  QueryLanguage: 'JSONata',
  StartAt: 'Map',
  States: {
    Map: {
      Type: 'Map',
      Items: [1],
      ItemProcessor: {
        ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
        StartAt: 'Child',
        States: { Child: { Type: 'Pass', Output: '{% $states.context.Execution.StartTime %}', End: true } },
      },
      Output: '{% [$states.context.Execution.StartTime, $states.result] %}',
      End: true,
    },
  },
};

/** A clock on which time passes with every look at it, as it may on any machine. */
const busyClock = (now: number): Clock => ({ now: () => (now += 7), wait: () => Promise.resolve() });

it('gives an execution the same StartTime before and after a restart, at every event', async () => {
  const events: HistoryEvent[] = [];
  const record = (event: HistoryEvent): void => void events.push(event);
  const whole = await run(MACHINE, {}, { clock: busyClock(0), record });
  const starts = events.filter(({ type }) => type === 'ExecutionStarted');
  expect(whole).toEqual({
    status: 'SUCCEEDED',
    output: starts.map(({ timestamp }) => new Date(timestamp).toISOString()),
  });
  const childsFirst = events.indexOf(starts[1] as HistoryEvent);
  for (let cut = 1; cut < events.length; cut += 1) {
    const outcome = await run(MACHINE, {}, { clock: busyClock(100_000) }, { past: events.slice(0, cut) });
    const [own, child] = (outcome as { readonly output: readonly string[] }).output;
    expect(own).toBe(new Date(starts[0]?.timestamp ?? 0).toISOString());
    if (cut > childsFirst) expect(child).toBe(new Date(starts[1]?.timestamp ?? 0).toISOString());
  }
});
