import type { ColumnType, GivenItem, ItemSource, Json, NodeId } from '@flowmap/graph';
import { FlowError, LONGEST_ITEM, TOO_LARGE } from '@flowmap/graph';

/** What the service says of an object in a list. The ETag has its quotes, the time is in seconds. */
interface ListedObject {
  readonly Key: string;
  readonly Etag: string;
  readonly Size: number;
  readonly LastModified: number;
  readonly StorageClass: string;
}

/**
 * The value of an item as the author's code receives it. Throws `ITEM_MISMATCH`, with the number of the item and the column, where a
 * row of a CSV file is not what its columns say, and `ITEM_TOO_LARGE` for an item that no child could be given.
 */
export function typedItem(foreach: NodeId, source: ItemSource, { i, v }: GivenItem): unknown {
  const size = tooLarge(v);
  if (size !== undefined) {
    const message = `item ${i} of ${foreach} takes ${size} characters, and a child can be given ${LONGEST_ITEM}`;
    throw new FlowError('ITEM_TOO_LARGE', message, {
      hint: 'Keep large things in objects of their own, and list these.',
    });
  }
  switch (source.source) {
    case 's3.list': {
      const { Key, Etag, Size, LastModified, StorageClass } = v as unknown as ListedObject;
      const etag = Etag.replaceAll('"', '');
      return { key: Key, etag, size: Size, lastModified: new Date(LastModified * 1_000), storageClass: StorageClass };
    }
    case 's3.csv':
      return typedRow(source.columns, v, (problem, hint) => {
        return new FlowError('ITEM_MISMATCH', `item ${i} of ${foreach} ${problem}`, { hint });
      });
    default:
      return v;
  }
}

/** The length of an item that was left out; undefined for one that is there. */
function tooLarge(value: Json): number | undefined {
  if (typeof value !== 'object' || value === null || !(TOO_LARGE in value)) return undefined;
  const size = value[TOO_LARGE];
  return Object.keys(value).length === 1 && typeof size === 'number' ? size : undefined;
}

function typedRow(
  columns: { readonly [name: string]: ColumnType },
  row: Json,
  mismatch: (problem: string, hint: string) => FlowError,
): { readonly [name: string]: unknown } {
  const fields = row as { readonly [name: string]: string };
  const missing = Object.keys(columns).filter((name) => !Object.hasOwn(fields, name));
  if (missing.length > 0) {
    const there = Object.keys(fields).join(', ');
    throw mismatch(`has no column ${missing.join(', ')}: the file has ${there}`, 'Name the columns as the file does.');
  }
  return Object.fromEntries(
    Object.entries(columns).map(([name, type]) => {
      const text = fields[name] ?? '';
      const value = scalarOf(type, text);
      if (value !== undefined) return [name, value];
      const hint = type.endsWith('?') ? 'Say what the column really holds.' : `Where it may be empty, say '${type}?'.`;
      throw mismatch(`has ${JSON.stringify(text)} in the column ${name}, which is no ${type.replace('?', '')}`, hint);
    }),
  );
}

/** The value of a field; undefined for one that is no such thing. */
function scalarOf(type: ColumnType, text: string): string | number | boolean | null | undefined {
  if (type.endsWith('?') && text === '') return null;
  switch (type.replace('?', '')) {
    case 'integer':
      return /^[+-]?\d+$/.test(text.trim()) && Number.isSafeInteger(Number(text)) ? Number(text) : undefined;
    case 'number':
      return text.trim() !== '' && Number.isFinite(Number(text)) ? Number(text) : undefined;
    case 'boolean':
      return BOOLEANS.get(text.trim().toLowerCase());
    default:
      return text;
  }
}

const BOOLEANS: ReadonlyMap<string, boolean> = new Map([
  ['true', true],
  ['false', false],
  ['1', true],
  ['0', false],
]);
