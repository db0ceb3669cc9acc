import type { GivenParams, Json, JsonObject, Trigger } from '@flowmap/graph';

/** Where an event has what parameters can take. Sources: Amazon S3 user guide, "EventBridge"; AWS Step Functions developer guide, "Event notifications". */
const PATHS: { readonly [value: string]: string } = {
  bucket: '$.detail.bucket.name',
  etag: '$.detail.object.etag',
  key: '$.detail.object.key',
  run: '$.detail.name',
  size: '$.detail.object.size',
  status: '$.detail.status',
};

/** What a target says of the input of the runs that it starts: parameters as they are, and those that the event has. */
export function eventInput({ params = {}, from = {} }: Trigger): JsonObject {
  const taken = Object.entries(from as { readonly [param: string]: string });
  if (taken.length === 0) return { Input: JSON.stringify(params) };
  const used = [...new Set(taken.map(([, value]) => value))].sort();
  const InputPathsMap = Object.fromEntries(used.map((value) => [value, PATHS[value] ?? '']));
  return { InputTransformer: { InputPathsMap, InputTemplate: template(params, taken) } };
}

/** A placeholder that stands for itself becomes the value as JSON, a text with its quotes. */
function template(params: GivenParams, taken: readonly (readonly [param: string, value: string])[]): string {
  const given = Object.entries(params).map(([param, value]) => `${constant(param)}:${constant(value)}`);
  const placed = taken.map(([param, value]) => `${constant(param)}:<${value}>`);
  return `{${[...given, ...placed].join(',')}}`;
}

/** A template has no way to say `<` but the escapes of JSON. */
function constant(value: Json): string {
  return JSON.stringify(value)
    .replaceAll('<', String.raw`\u003c`)
    .replaceAll('>', String.raw`\u003e`);
}
