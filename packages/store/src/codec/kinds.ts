import { types } from 'node:util';
import { defaultStringifyOperations } from 'devalue';
import { collectionOf, listInMemory } from '../artifacts/collection.js';
import type { StoredCollection } from '../artifacts.types.js';
import { hasExtraProperties } from './plain.js';
import { SmallList } from './small-list.js';

interface ViewInfo {
  readonly buffer: ArrayBufferLike;
  readonly byteOffset: number;
  readonly byteLength: number;
  readonly length: number;
  readonly bufferByteLength: number;
}

/** How the codec looks at a value: more strictly than it would by itself. */
export const operations: {
  readonly tagOf: (value: object) => string;
  readonly viewInfo: (view: NodeJS.TypedArray | DataView) => ViewInfo;
} = { tagOf, viewInfo };

/** How kinds cross that the codec does not know: without this a Buffer would come back as a Uint8Array. */
export const reducers: {
  readonly Buffer: (value: unknown) => [string] | undefined;
  readonly List: (value: unknown) => [readonly unknown[]] | undefined;
} = {
  Buffer: (value) => (Buffer.isBuffer(value) ? [value.toString('base64')] : undefined),
  List: (value) => (value instanceof SmallList ? [value.items] : undefined),
};

/** The way back of {@link reducers}. */
export const revivers: {
  readonly Buffer: (value: [string]) => Buffer;
  readonly List: (value: [readonly unknown[]]) => StoredCollection<unknown>;
} = {
  Buffer: ([base64]) => Buffer.from(base64, 'base64'),
  List: ([items]) => collectionOf(listInMemory(items)),
};

/** Whether an object is what its tag says. An object chooses its own tag, so this asks the engine. */
const IS: Readonly<Record<string, (value: object) => boolean>> = {
  Array: (value) => Array.isArray(value) && !hasExtraProperties(value),
  ArrayBuffer: types.isArrayBuffer,
  BigInt: types.isBigIntObject,
  Boolean: types.isBooleanObject,
  DataView: types.isDataView,
  Date: types.isDate,
  Map: types.isMap,
  Number: types.isNumberObject,
  RegExp: types.isRegExp,
  Set: types.isSet,
  String: types.isStringObject,
  URL: (value) => value instanceof URL,
  URLSearchParams: (value) => value instanceof URLSearchParams,
};

/**
 * The kind of an object. Where it is of a subclass, lies about itself, or has more to it than the codec would keep, the
 * answer is `Object`; the codec then finds that it is no plain object and refuses it.
 */
function tagOf(value: object): string {
  const tag = defaultStringifyOperations.tagOf(value);
  const is = IS[tag] ?? (/.Array$/.test(tag) ? types.isTypedArray : undefined);
  if (!is) return tag;
  // The prototypes of a typed array have one more in common; a subclass has one more of its own.
  return is(value) && prototypesOf(value) <= (is === types.isTypedArray ? 3 : 2) ? tag : 'Object';
}

function prototypesOf(value: object): number {
  let count = 0;
  for (let at: unknown = Object.getPrototypeOf(value); at !== null; at = Object.getPrototypeOf(at)) count += 1;
  return count;
}

/** A view of a part of a buffer is stored with that part alone: the rest may be large, and may be somebody else's. */
function viewInfo(view: NodeJS.TypedArray | DataView): ViewInfo {
  const { byteLength } = view;
  const whole = byteLength === view.buffer.byteLength;
  return {
    buffer: whole ? view.buffer : view.buffer.slice(view.byteOffset, view.byteOffset + byteLength),
    byteOffset: 0,
    byteLength,
    length: 'length' in view ? view.length : byteLength,
    bufferByteLength: byteLength,
  };
}
