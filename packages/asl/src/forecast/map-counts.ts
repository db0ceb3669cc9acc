import { LIMITS } from '../language/index.js';
import type { Children, Load, Usage } from '../plugin/index.js';
import { NO_REQUESTS, NOTHING, oneAfterAnother, requestsOf, times } from './arithmetic.js';
import { RATES } from './rates.js';

/** Events of a Map around its iterations: entered, started, succeeded, exited. A Map Run has two more. */
const MAP_EVENTS = 4;
const MAP_RUN_EVENTS = 6;

/** A state that does nothing in between: entered, exited. */
const SHORT: Usage = { ...NOTHING, transitions: 1, events: 2 };

/** What can be counted of a Map without its flow. */
type MapCounts = Pick<Load, 'inlineMap' | 'inlineMapOver' | 'distributedMap' | 'choice' | 'pass' | 'call' | 'inTurn'>;

/** Events of an iteration of an inline Map, and of an execution: started, succeeded. */
export const AROUND_EVENTS = 2;

/**
 * Bytes that what goes on behind a result writer lays on top of the state data, at the most: two keys of S3, the name of the bucket,
 * the beginning of an error.
 */
const WRITTEN_BYTES = 4_096;

/**
 * What the states that strategies are made of take, counted as the service counts them.
 *
 * @param concurrency items at once that the foreach asks for. Default: what the service allows.
 */
export function mapCounts(concurrency: number = Infinity): MapCounts {
  const inlineMapOver = (iterations: readonly Children[]): Usage => {
    const used = iterations.filter(({ count }) => count > 0);
    const atOnce = Math.min(sum(used.map(({ count }) => count)), LIMITS.inlineConcurrency, concurrency);
    const inside: Usage = {
      ...used
        .map(({ count, each }) => times(count, { ...each, events: each.events + AROUND_EVENTS }))
        .reduce(oneAfterAnother, NOTHING),
      openMapRuns: atOnce * Math.max(0, ...used.map(({ each }) => each.openMapRuns)),
      seconds: Math.max(0, ...used.map(({ count, each }) => Math.ceil(count / atOnce) * each.seconds)),
    };
    const own: Usage = { ...NOTHING, transitions: 1, events: MAP_EVENTS, stateDataBytes: answerBytes(used) };
    return oneAfterAnother(own, inside);
  };

  return {
    inlineMap: (items, each) => inlineMapOver([{ count: items, each, items: 1 }]),
    inlineMapOver,

    distributedMap(children, { express = false, written = false, read = false } = {}) {
      const count = sum(children.map((group) => group.count));
      const atOnce = Math.min(count, LIMITS.distributedConcurrency, concurrency);
      const inside = children.map((group) => childrenOf(group, express)).reduce(oneAfterAnother, NOTHING);
      const starts = count / RATES.childStarts[express ? 'EXPRESS' : 'STANDARD'];
      const work = sum(children.map(({ count: alike, each }) => alike * each.seconds));
      const seconds = children.map(({ each }) => each.seconds);
      return {
        ...inside,
        events: MAP_RUN_EVENTS,
        transitions: 1 + inside.transitions,
        mapRuns: 1 + inside.mapRuns,
        openMapRuns: 1 + atOnce * inside.openMapRuns,
        stores: requestsOf(inside.stores, {
          ...NO_REQUESTS,
          gets: read ? 1 : 0,
          // A manifest to try whether it can be written, the file, the manifest.
          puts: written ? (count > 0 ? 3 : 2) : 0,
        }),
        // What the Map gathers: the answer of each child, and a comma or bracket.
        stateDataBytes: Math.max(inside.stateDataBytes, written ? WRITTEN_BYTES : answerBytes(children)),
        // The last child begins no earlier than all have been started, and no more than so many work at once.
        seconds: count === 0 ? 0 : Math.max(starts + Math.min(...seconds), ...seconds, work / atOnce),
      };
    },

    choice: (then) => oneAfterAnother(SHORT, then),
    pass: () => SHORT,
    // Scheduled and started, and what became of it.
    call: (api) => ({ ...SHORT, events: 5, requests: { [api]: 1 } }),
    inTurn: (...usages) => usages.reduce(oneAfterAnother, NOTHING),
  };
}

/** The executions of a group: their starts are billed, their events are in histories of their own. */
function childrenOf({ count, each }: Children, express: boolean): Usage {
  if (count === 0) return NOTHING;
  const one: Usage = {
    ...each,
    transitions: (express ? 0 : each.transitions) + 1,
    executions: each.executions + 1,
    express: each.express + (express ? 1 : 0),
    childEvents: express ? each.childEvents : Math.max(each.childEvents, each.events + AROUND_EVENTS),
    events: 0,
  };
  return times(count, one);
}

function answerBytes(children: readonly Children[]): number {
  return 1 + sum(children.map(({ count, items }) => count * (String(items).length + 1)));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((a, b) => a + b, 0);
}
