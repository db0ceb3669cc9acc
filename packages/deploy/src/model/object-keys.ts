import type { Json } from '@flowmap/graph';

/**
 * What an event pattern has of the keys of objects with a prefix, a suffix or both; undefined where neither is wanted. Matchers of one
 * field are alternatives, so a prefix beside a suffix would fit either: both together are a wildcard, in which a backslash makes `*` and
 * `\` mean themselves. A key in which they overlap is no match of it, and stands beside it as it is: `in/x.csv` begins with `in/` and ends
 * with `/x.csv`. Source: EventBridge user guide, "Comparison operators for use in event patterns".
 */
export function keyMatchers(prefix = '', suffix = ''): readonly Json[] | undefined {
  if (prefix === '') return suffix === '' ? undefined : [{ suffix }];
  if (suffix === '') return [{ prefix }];
  return [{ wildcard: `${literal(prefix)}*${literal(suffix)}` }, ...overlapping(prefix, suffix)];
}

function literal(text: string): string {
  return text.replaceAll(/[\\*]/gu, String.raw`\$&`);
}

/** The keys that begin with the prefix, end with the suffix and are shorter than both. */
function overlapping(prefix: string, suffix: string): readonly string[] {
  const shorter = Math.min(prefix.length, suffix.length);
  return Array.from({ length: shorter }, (_, i) => i + 1)
    .map((shared) => `${prefix}${suffix.slice(shared)}`)
    .filter((key) => key.startsWith(prefix) && key.endsWith(suffix));
}
