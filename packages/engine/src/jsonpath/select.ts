import type { Json, PathSegment } from '@flowmap/asl/language';
import { satisfies } from './filter.js';
import { isList, isRecord } from './shapes.js';

/** All values that a path selects in a value, in document order; none where it does not fit. */
export function selectAll(segments: readonly PathSegment[], value: Json): readonly Json[] {
  let values: readonly Json[] = [value];
  segments.forEach((segment, i) => {
    const isLast = i === segments.length - 1;
    // At every depth, a filter is asked about each object once, and not again about the elements of its lists.
    const candidates =
      segment.kind === 'filter' && segments[i - 1]?.kind === 'descend' ? values.filter(isRecord) : values;
    values = candidates.flatMap((candidate) => selected(segment, candidate, isLast));
  });
  return values;
}

/** What one segment selects in one value; `isLast` decides what several names give. */
function selected(segment: PathSegment, value: Json, isLast: boolean): readonly Json[] {
  switch (segment.kind) {
    case 'names':
      return isRecord(value) ? named(segment.names, value, isLast) : [];
    case 'indexes':
      return isList(value) ? segment.indexes.flatMap((index) => elementAt(value, index)) : [];
    case 'slice':
      return isList(value) ? slice(value, segment) : [];
    case 'all':
      return children(value);
    case 'filter':
      return filtered(value, (element) => satisfies(element, segment.condition, selectAll));
    case 'descend':
      return [value, ...children(value).flatMap((child) => selected(segment, child, false))];
  }
}

/** Several names at the end of a path give one object with these fields; elsewhere each is a way of its own. */
function named(names: readonly string[], value: Record<string, Json>, isLast: boolean): readonly Json[] {
  const present = names.filter((name) => Object.hasOwn(value, name));
  if (names.length === 1 || !isLast) return present.map((name) => value[name] as Json);
  return [Object.fromEntries(present.map((name) => [name, value[name] as Json]))];
}

function elementAt(list: readonly Json[], index: number): readonly Json[] {
  const element = list.at(index);
  return element === undefined ? [] : [element];
}

function slice(
  list: readonly Json[],
  { from = 0, to = list.length, step = 1 }: { readonly from?: number; readonly to?: number; readonly step?: number },
): readonly Json[] {
  const chosen = list.slice(from, to);
  return step === 1 ? chosen : chosen.filter((_, i) => step > 0 && i % step === 0);
}

function children(value: Json): readonly Json[] {
  if (isList(value)) return value;
  return isRecord(value) ? Object.values(value) : [];
}

/** A filter looks at the objects of a list, or at an object itself; the service never lets a scalar match. */
function filtered(value: Json, keeps: (element: Json) => boolean): readonly Json[] {
  if (isList(value)) return value.filter((element) => isRecord(element) && keeps(element));
  return isRecord(value) && keeps(value) ? [value] : [];
}
