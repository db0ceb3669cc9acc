import { compareKeys } from '@flowmap/store';
import type { StoredObject } from '../bucket.js';
import { type Answer, answerXml, type BucketCall } from '../call.js';
import { keyEncoder } from '../encode-key.js';
import { invalidArgument } from '../s3-error.js';
import type { Xml } from '../xml.js';

/** Most entries of a page, and how many without `max-keys`. */
const PAGE = 1_000;

/** A page of a list: objects, and with a delimiter what the keys of others begin with. */
export function listObjectsV2({ at, query }: BucketCall): Answer {
  const prefix = query.get('prefix') ?? '';
  const delimiter = query.get('delimiter') ?? '';
  const token = query.get('continuation-token');
  const startAfter = query.get('start-after');
  const most = mostOf(query.get('max-keys'));
  const encode = keyEncoder(query);
  const after = token === null ? startAfter : keyOfToken(token);

  const entries: Xml[] = [];
  let last = '';
  let isTruncated = false;
  for (const entry of entriesOf(at.keys(prefix), prefix, delimiter, after)) {
    if (entries.length >= most) {
      isTruncated = true;
      break;
    }
    last = entry.name;
    const object = at.get(entry.name);
    entries.push(entry.isCommon || !object ? ['CommonPrefixes', [['Prefix', encode(last)]]] : contents(object, encode));
  }
  return answerXml([
    'ListBucketResult',
    [
      ['Name', at.name],
      ['Prefix', encode(prefix)],
      ...(delimiter === '' ? [] : ([['Delimiter', encode(delimiter)]] satisfies Xml[])),
      ['MaxKeys', most],
      ...(query.get('encoding-type') === 'url' ? ([['EncodingType', 'url']] satisfies Xml[]) : []),
      ...(startAfter === null ? [] : ([['StartAfter', encode(startAfter)]] satisfies Xml[])),
      ...(token === null ? [] : ([['ContinuationToken', token]] satisfies Xml[])),
      ...(isTruncated && most > 0 ? ([['NextContinuationToken', tokenOf(last)]] satisfies Xml[]) : []),
      ['KeyCount', entries.length],
      // With max-keys=0 there is nothing to go on from.
      ['IsTruncated', isTruncated && most > 0],
      ...entries,
    ],
  ]);
}

interface Entry {
  /** The key, or what keys begin with, to the delimiter. */
  readonly name: string;
  readonly isCommon: boolean;
}

function* entriesOf(
  keys: readonly string[],
  prefix: string,
  delimiter: string,
  after: string | null,
): Generator<Entry> {
  let common: string | undefined;
  for (const key of keys) {
    if (!key.startsWith(prefix)) continue;
    const end = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length);
    const name = end < 0 ? key : key.slice(0, end + delimiter.length);
    const isCommon = end >= 0;
    // A prefix that was listed is behind us with all the keys that begin with it.
    if (after !== null && (compareKeys(name, after) <= 0 || (isCommon && after.startsWith(name)))) continue;
    if (isCommon && name === common) continue;
    common = isCommon ? name : undefined;
    yield { name, isCommon };
  }
}

function contents({ key, lastModified, etag, size, headers }: StoredObject, encode: (key: string) => string): Xml {
  return [
    'Contents',
    [
      ['Key', encode(key)],
      ['LastModified', lastModified.toISOString()],
      ['ETag', etag],
      ['Size', size],
      ['StorageClass', headers['x-amz-storage-class'] ?? 'STANDARD'],
    ],
  ];
}

function mostOf(given: string | null): number {
  if (given === null) return PAGE;
  if (!/^\d+$/.test(given))
    throw invalidArgument('Provided max-keys not an integer or within integer range', 'max-keys', given);
  return Math.min(PAGE, Number(given));
}

/** Tokens are opaque, so that nobody takes them for keys. */
function tokenOf(key: string): string {
  return Buffer.from(`after:${key}`).toString('base64url');
}

function keyOfToken(token: string): string {
  const text = Buffer.from(token, 'base64url').toString();
  if (!text.startsWith('after:')) {
    throw invalidArgument('The continuation token provided is incorrect', 'continuation-token', token);
  }
  return text.slice('after:'.length);
}
