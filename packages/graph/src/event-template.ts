import type { Json } from './json.js';
import type { Trigger } from './starts.js';

/**
 * What the runs that a trigger starts are given: the text of their input, with `<name>` where a value of the event comes in as JSON. The
 * constants have no such marks: a template has no way to say `<` but the escapes of JSON.
 */
export function eventTemplate({ params = {}, from = {} }: Pick<Trigger, 'params' | 'from'>): string {
  const taken = Object.entries(from as { readonly [param: string]: string });
  if (taken.length === 0) return JSON.stringify(params);
  const given = Object.entries(params).map(([param, value]) => `${constant(param)}:${constant(value)}`);
  const placed = taken.map(([param, value]) => `${constant(param)}:<${value}>`);
  return `{${[...given, ...placed].join(',')}}`;
}

function constant(value: Json): string {
  return JSON.stringify(value)
    .replaceAll('<', String.raw`\u003c`)
    .replaceAll('>', String.raw`\u003e`);
}
