import type { MapState, State, States } from '@flowmap/asl/language';
import type { MapStrategy } from '@flowmap/asl';
import { distributed } from '@flowmap/map-distributed';
import { inline } from '@flowmap/map-inline';
import { type Broken, changed, selected, withBody, withMap } from './broken.js';

function eachTask(states: States, change: (state: Extract<State, { Type: 'Task' }>, name: string) => State): States {
  return Object.fromEntries(
    Object.entries(states).map(([name, state]) => [name, state.Type === 'Task' ? change(state, name) : state]),
  );
}

/** Faults in what becomes of failed items, attempts and runs, and in what is said of them. */
export const FAILURE_FAULTS: readonly Broken[] = [
  {
    how: 'counts failed batches for items',
    whole: distributed({ batch: 5 }),
    fault: (whole) =>
      changed(whole, (fragment) => ({
        ...fragment,
        exits: fragment.exits.map((exit) => ({ ...exit, succeeded: '$count($states.result) * 5' })),
      })),
    seen: /^a tolerance of count 3 of 40 items of one step/,
  },
  {
    how: 'takes a foreach for settled that nobody settled',
    whole: distributed({ batch: 5 }),
    fault: (whole) =>
      changed(whole, (fragment) => ({
        ...fragment,
        exits: fragment.exits.map((exit) => ({ ...exit, settled: true })),
      })),
    seen: /^a tolerance of count 3 of 40 items of one step/,
  },
  {
    how: 'catches the error of its Map, and goes on as if nothing had failed',
    whole: inline(),
    fault: (whole) =>
      changed(whole, (fragment) => {
        const caught = `${fragment.start}.caught`;
        const state = fragment.states[fragment.start] as MapState;
        const swallowing: MapState = {
          ...state,
          Catch: [{ ErrorEquals: ['States.ALL'], Next: caught, Output: '{% $states.input %}' }],
        };
        return {
          ...fragment,
          states: { ...fragment.states, [fragment.start]: swallowing, [caught]: { Type: 'Pass' } },
          exits: [...fragment.exits, { state: caught, succeeded: '0' }],
        };
      }),
    seen: /^without tolerance the first failed item of one step ends the run/,
  },
  {
    how: 'lets a child whose Catch handler failed pass for one that ended well',
    whole: inline(),
    fault: (whole) =>
      withBody(whole, (states) => ({
        ...eachTask(states, (state, name) =>
          name.endsWith('rescue')
            ? { ...state, Catch: [{ ErrorEquals: ['States.ALL'], Next: 'swallowed', Output: '{% 1 %}' }] }
            : state,
        ),
        ...(Object.keys(states).some((name) => name.endsWith('rescue'))
          ? { swallowed: { Type: 'Pass', Output: '{% 1 %}', End: true } }
          : {}),
      })),
    seen: /^without tolerance an item of one step that its handler loses ends the run/,
  },
  {
    how: 'tolerates a failed child of a foreach that tolerates none',
    whole: distributed(),
    fault: (whole) => withMap(whole, () => ({ ToleratedFailurePercentage: 100 })),
    seen: /^without tolerance the first failed item of several steps ends the run/,
  },
  {
    how: 'tries the whole Map again when an item has failed',
    whole: inline(),
    fault: (whole) =>
      withMap(whole, () => ({ Retry: [{ ErrorEquals: ['States.ALL'], IntervalSeconds: 1, MaxAttempts: 2 }] })),
    seen: /^without tolerance an item of several steps that its handler loses ends the run/,
  },
  {
    how: 'puts a Retry of its own in the place of those of the body',
    whole: inline(),
    fault: (whole) =>
      withBody(whole, (states) =>
        eachTask(states, (state) => ({ ...state, Retry: [{ ErrorEquals: ['Lambda.ServiceException'] }] })),
      ),
    seen: /^an attempt of .* that goes on after (its state timed out|its worker was taken for dead .*Lambda)/,
  },
  {
    how: 'begins each batch some items earlier when a run is gone on with, and does finished work twice',
    whole: distributed({ batch: 5 }),
    fault: (whole) =>
      withMap(whole, (state) => ({
        ItemSelector: {
          ...(state.ItemSelector as object),
          from: `{% $max([0, ${selected(state, 'from')} - 3 * $states.context.Execution.RedriveCount]) %}`,
        },
      })),
    seen: /^stopped in the middle, items of one step/,
  },
  {
    how: 'runs as many items at once as it likes',
    whole: inline(),
    fault: (whole) => withMap(whole, () => ({ MaxConcurrency: 40 })),
    seen: /^at most 1 items of one step run at once/,
  },
  {
    how: 'forgets a transition of its own in its estimate',
    whole: inline(),
    fault: (whole): MapStrategy => ({
      ...whole,
      estimate(foreach, load) {
        const usage = whole.estimate?.(foreach, load);
        return usage && { ...usage, transitions: usage.transitions - 1 };
      },
    }),
    seen: /^the forecast of one step with tolerance and concurrency/,
  },
];
