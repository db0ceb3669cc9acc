import { eventTemplate, type JsonObject, type Trigger } from '@flowmap/graph';

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
export function eventInput(trigger: Trigger): JsonObject {
  const values = Object.values((trigger.from ?? {}) as { readonly [param: string]: string });
  if (values.length === 0) return { Input: eventTemplate(trigger) };
  const used = [...new Set(values)].sort();
  const InputPathsMap = Object.fromEntries(used.map((value) => [value, PATHS[value] ?? '']));
  return { InputTransformer: { InputPathsMap, InputTemplate: eventTemplate(trigger) } };
}
