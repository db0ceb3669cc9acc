import { type Json, parsePath, type PathRoot, type PathSegment } from '@flowmap/asl/language';
import type { Scope } from '../expression/scope.js';
import { fieldsAt, type Key, showKeys, valueAt } from './keys.js';
import { PathError } from './path-error.js';
import { selectAll } from './select.js';

/** A parsed JSONPath, ready to be read any number of times. */
export interface Path {
  /** As it is written. */
  readonly text: string;
  readonly root: PathRoot;
  /** What it selects: a value where it names one place, else the list of all that it finds. Throws PathError. */
  read(scope: Scope): Json;
}

/** Parses a path. Gives what is wrong with it where it is none. */
export function compilePath(text: string): Path | string {
  const parsed = parsePath(text);
  if (typeof parsed === 'string') return parsed;
  const { root, segments } = parsed;
  const select = selection(segments);
  return { text, root, read: (scope) => select(rootIn(scope, root)) };
}

/** What a path begins with. Throws PathError where there is no such variable. */
function rootIn(scope: Scope, root: PathRoot): Json {
  if (root === '$') return scope.root;
  if (root === '$$') return scope.context();
  const { variable } = root;
  // The service refuses such a definition, where it can tell. What it says at run time is not recorded.
  if (!Object.hasOwn(scope.variables, variable)) {
    throw new PathError(`There is no variable '$${variable}'`, { kind: 'missing' });
  }
  return scope.variables[variable] as Json;
}

/** How segments select in a value. The commonest paths, of names and positions only, are looked up directly. */
function selection(segments: readonly PathSegment[]): (value: Json) => Json {
  const keys = keysOf(segments);
  if (keys !== undefined) return (value) => valueAt(keys, value);
  const last = segments.at(-1);
  const keysBefore = keysOf(segments.slice(0, -1));
  if (last?.kind === 'names' && keysBefore !== undefined) return (value) => fieldsAt(keysBefore, last.names, value);
  const several = segments.slice(0, -1).findIndex((segment) => segment.kind === 'names' && segment.names.length > 1);
  if (several === -1) return (value) => selectAll(segments, value);
  // The library that the service uses does not go on from several fields.
  const message = `Multi properties can only be used as path leafs: ${show(segments.slice(0, several + 1))}`;
  return () => {
    throw new PathError(message, { kind: 'unfit' });
  };
}

/** The way of a path that names one place; undefined for any other. */
export function keysOf(segments: readonly PathSegment[]): readonly Key[] | undefined {
  const keys: Key[] = [];
  for (const segment of segments) {
    const choices = segment.kind === 'names' ? segment.names : segment.kind === 'indexes' ? segment.indexes : [];
    const [key] = choices;
    if (key === undefined || choices.length > 1) return undefined;
    keys.push(key);
  }
  return keys;
}

function show(segments: readonly PathSegment[]): string {
  const parts = segments.map((segment) => {
    if (segment.kind === 'names') return `[${segment.names.map((name) => `'${name}'`).join(', ')}]`;
    return segment.kind === 'indexes' ? showKeys(segment.indexes).slice(1) : '[*]';
  });
  return `$${parts.join('')}`;
}
