import type { Flow } from '@flowmap/flow';

/** The findings of a flow on a line each: `FLOW1003 load: load is defined twice (flow.test.ts)`. */
export function findings(flow: Flow): readonly string[] {
  return flow.diagnostics.map(({ code, at, message }) => `${code} ${at || '-'}: ${message}`);
}

/** The line of this file on which the caller stands, as a place ends: `name.test.ts:12`. */
export function lineHere(offset = 0): string {
  const [, file, line] = /([^/]+\.test\.ts):(\d+):\d+/.exec(new Error().stack ?? '') ?? [];
  return `${file}:${Number(line) + offset}`;
}

/** What a program can do that nobody type-checks. */
export interface Loose {
  (...args: readonly unknown[]): Loose;
  step: Loose;
  out: Loose;
  rows: Loose;
  deep: Loose;
  value: Loose;
  map: Loose;
}
