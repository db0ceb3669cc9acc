import type { Path } from '@flowmap/graph';

/** The part of a value at a path; undefined where the path leads nowhere. Own properties only. */
export function partAt(value: unknown, path: Path): unknown {
  let at = value;
  for (const key of path) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, key)) return undefined;
    at = (at as Readonly<Record<string, unknown>>)[key];
  }
  return at;
}

/** The list at a path that leads through plain objects and arrays only; undefined where there is none. */
export function listAt(value: unknown, path: Path): readonly unknown[] | undefined {
  let at = value;
  for (const key of path) {
    if (!isPlainContainer(at) || !Object.hasOwn(at, key)) return undefined;
    at = (at as Readonly<Record<string, unknown>>)[key];
  }
  return Array.isArray(at) ? (at as readonly unknown[]) : undefined;
}

/** The value with something else at a path that {@link listAt} followed; what lies on the way is copied, the rest is not. */
export function replaceAt(value: unknown, path: Path, part: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return part;
  const copy = Array.isArray(value) ? [...(value as readonly unknown[])] : { ...(value as object) };
  const fields = copy as Record<string, unknown>;
  fields[key] = replaceAt(fields[key], rest, part);
  return copy;
}

/** Whether `path` begins with `prefix`. */
export function startsWith(path: Path, prefix: Path): boolean {
  return prefix.every((key, at) => path[at] === key);
}

/** A name with a path behind it, as an author would write it: `start.out.chunks[3]`. */
export function pathName(name: string, path: Path): string {
  return path.reduce((text, key) => {
    if (/^\d+$/.test(key)) return `${text}[${key}]`;
    return /^[A-Za-z_$][\w$]*$/.test(key) ? `${text}.${key}` : `${text}[${JSON.stringify(key)}]`;
  }, name);
}

function isPlainContainer(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false;
  return Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype;
}
