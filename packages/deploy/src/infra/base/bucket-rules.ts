import type { Json, JsonObject } from '@flowmap/graph';

/** The rules of a template as PutBucketLifecycleConfiguration takes them. */
export function lifecycleRules(lifecycle: Json): readonly JsonObject[] {
  const { Rules: rules = [] } = (lifecycle ?? {}) as { readonly Rules?: readonly JsonObject[] };
  return rules.map(
    ({ Id, Status, Prefix = '', ExpirationInDays: days, ExpiredObjectDeleteMarker: marker, ...rest }) => ({
      ID: Id ?? null,
      Status: Status ?? null,
      Filter: { Prefix },
      ...(days === undefined ? {} : { Expiration: { Days: days } }),
      ...(marker === undefined ? {} : { Expiration: { ExpiredObjectDeleteMarker: marker } }),
      ...rest,
    }),
  );
}

/** All rules that are there, those of the wanted names as wanted; and the wanted ones that are not there yet. */
export function withRules(found: Json | undefined, wanted: Json): readonly JsonObject[] {
  const there = (found ?? []) as readonly JsonObject[];
  const rules = wanted as readonly JsonObject[];
  const named = (list: readonly JsonObject[], { ID }: JsonObject) => list.find((rule) => rule['ID'] === ID);
  return [...there.map((rule) => named(rules, rule) ?? rule), ...rules.filter((rule) => !named(there, rule))];
}
