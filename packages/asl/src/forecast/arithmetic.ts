import type { StoreRequests, Usage } from '../plugin/index.js';

/** No requests. */
export const NO_REQUESTS: StoreRequests = { gets: 0, puts: 0, lists: 0, reads: 0, writes: 0 };

/** What running nothing takes. */
export const NOTHING: Usage = {
  events: 0,
  transitions: 0,
  executions: 0,
  express: 0,
  mapRuns: 0,
  openMapRuns: 0,
  childEvents: 0,
  requests: {},
  stores: NO_REQUESTS,
  packs: 0,
  stateDataBytes: 0,
  seconds: 0,
};

/** What two things take in one execution, one after the other. */
export function oneAfterAnother(a: Usage, b: Usage): Usage {
  return {
    ...counts(a, b),
    openMapRuns: Math.max(a.openMapRuns, b.openMapRuns),
    seconds: a.seconds + b.seconds,
  };
}

/** What two things take in one execution, side by side. */
export function sideBySide(a: Usage, b: Usage): Usage {
  return {
    ...counts(a, b),
    openMapRuns: a.openMapRuns + b.openMapRuns,
    seconds: Math.max(a.seconds, b.seconds),
  };
}

/** What a thing takes so many times. Sizes stay those of one, and so does time, which depends on how they follow each other. */
export function times(count: number, usage: Usage): Usage {
  if (count === 0) return NOTHING;
  return {
    ...usage,
    events: count * usage.events,
    transitions: count * usage.transitions,
    executions: count * usage.executions,
    express: count * usage.express,
    mapRuns: count * usage.mapRuns,
    requests: Object.fromEntries(Object.entries(usage.requests).map(([api, requests]) => [api, count * requests])),
    stores: requestsTimes(count, usage.stores),
    packs: count * usage.packs,
  };
}

/** Requests of both. */
export function requestsOf(...all: readonly StoreRequests[]): StoreRequests {
  return all.reduce(
    (a, b) => ({
      gets: a.gets + b.gets,
      puts: a.puts + b.puts,
      lists: a.lists + b.lists,
      reads: a.reads + b.reads,
      writes: a.writes + b.writes,
    }),
    NO_REQUESTS,
  );
}

/** Requests so many times. */
export function requestsTimes(count: number, { gets, puts, lists, reads, writes }: StoreRequests): StoreRequests {
  return {
    gets: count * gets,
    puts: count * puts,
    lists: count * lists,
    reads: count * reads,
    writes: count * writes,
  };
}

function counts(a: Usage, b: Usage): Omit<Usage, 'openMapRuns' | 'seconds'> {
  const requests = { ...a.requests };
  for (const [name, count] of Object.entries(b.requests)) requests[name] = (requests[name] ?? 0) + count;
  return {
    events: a.events + b.events,
    transitions: a.transitions + b.transitions,
    executions: a.executions + b.executions,
    express: a.express + b.express,
    mapRuns: a.mapRuns + b.mapRuns,
    childEvents: Math.max(a.childEvents, b.childEvents),
    requests,
    stores: requestsOf(a.stores, b.stores),
    packs: a.packs + b.packs,
    stateDataBytes: Math.max(a.stateDataBytes, b.stateDataBytes),
  };
}
