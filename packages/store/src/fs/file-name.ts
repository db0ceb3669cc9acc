/**
 * How a part of a key becomes a file name that every common file system keeps apart from every other: one that folds case
 * (a mark says which letters are capitals), forbids characters or names, or allows 255 bytes (a long name becomes a folder
 * of the first characters and, in it, the rest).
 */

/** Ends the name of a folder. An object `a/b` and objects below `a/b/` then live side by side as `b` and `b+`. */
const FOLDER = '+';

/** Ends the name of a folder that holds the rest of a long part. */
const REST = '=';

/** Precedes the mark of the capitals: the bits of their positions, four in a hexadecimal digit. */
const CAPITALS = '~';

/** Characters of a name before the mark of the capitals, which is a quarter of it at most, and the suffix. */
const LENGTH = 180;

/** Names that Windows keeps for itself, also with an extension. */
const RESERVED = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;

const UNESCAPED = /^[A-Za-z0-9_.-]$/;

/** Where an object lies below the root, as names to be joined. The key has been checked. */
export function objectPath(key: string): readonly string[] {
  const parts = key.split('/');
  const last = parts.pop() ?? '';
  return [...parts.flatMap((part) => named(part, FOLDER)), ...named(last, '')];
}

/** Where the objects lie whose keys begin with these whole parts. */
export function folderPath(parts: readonly string[]): readonly string[] {
  return parts.flatMap((part) => named(part, FOLDER));
}

/** What a name in a folder stands for; undefined for a file that is none of ours. */
export interface NamedEntry {
  /** The part of the key, or the beginning of one. */
  readonly text: string;
  readonly kind: 'object' | 'folder' | 'rest';
}

/** The way back from a name. */
export function readName(name: string): NamedEntry | undefined {
  const kind = name.endsWith(FOLDER) ? 'folder' : name.endsWith(REST) ? 'rest' : 'object';
  const suffix = kind === 'object' ? '' : name.slice(-1);
  const encoded = name.slice(0, name.length - suffix.length).replace(/~[0-9a-f]*$/, '');
  if (!/^[A-Za-z0-9_.%-]+$/.test(encoded)) return undefined;
  try {
    const text = decodeURIComponent(encoded);
    // A name that is not the one we would give is somebody else's.
    return `${encodePart(text)}${suffix}` === name ? { text, kind } : undefined;
  } catch {
    return undefined;
  }
}

function named(part: string, suffix: string): readonly string[] {
  // No character becomes more than twelve: four bytes of UTF-8 as %XX.
  if (part.length <= LENGTH / 12) return [`${encodePart(part)}${suffix}`];
  const pieces: string[] = [];
  let piece = '';
  let length = 0;
  for (const character of part) {
    const more = UNESCAPED.test(character) ? 1 : 3 * Buffer.byteLength(character);
    if (length + more > LENGTH) {
      pieces.push(piece);
      piece = '';
      length = 0;
    }
    piece += character;
    length += more;
  }
  return [...pieces.map((begin) => `${encodePart(begin)}${REST}`), `${encodePart(piece)}${suffix}`];
}

function encodePart(part: string): string {
  const plain = /^[a-z0-9_-][a-z0-9_.-]*$/.test(part) && !part.endsWith('.') && !RESERVED.test(part);
  if (plain) return part;
  const escaped = part
    .replace(/[^A-Za-z0-9_.-]/gu, (character) => hex(Buffer.from(character)))
    .replace(/^\.|\.$/g, '%2e');
  return `${RESERVED.test(part) ? `${hex(Buffer.from(escaped.slice(0, 1)))}${escaped.slice(1)}` : escaped}${capitals(part)}`;
}

function capitals(part: string): string {
  const digits = Array.from(part.matchAll(/[\s\S]{1,4}/g), ([four]) =>
    Array.from(four)
      .reduce((bits, character, at) => (/[A-Z]/.test(character) ? bits | (1 << at) : bits), 0)
      .toString(16),
  );
  const mark = digits.join('').replace(/0+$/, '');
  return mark === '' ? '' : `${CAPITALS}${mark}`;
}

function hex(bytes: Buffer): string {
  return Array.from(bytes, (byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
}
