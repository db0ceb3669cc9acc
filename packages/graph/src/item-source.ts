import type { ForeachNode } from './nodes.js';
import type { NodeId, Reference } from './reference.js';

/** A text of a source: fixed, a parameter, or a string that a step gives. */
export type SourceText = string | Reference;

/** What a column of a CSV file holds. With `?` a field may be empty, and is then null. */
export type ColumnType = ScalarColumn | `${ScalarColumn}?`;

type ScalarColumn = 'string' | 'integer' | 'number' | 'boolean';

/**
 * A list that the service reads by itself while a foreach runs: no task makes it, and how long it is shows when it has been read.
 * Bucket and machine are of one account and region.
 * Source: AWS Step Functions developer guide, "ItemReader (Map)".
 */
export type ItemSource =
  /** The objects of a bucket whose keys begin with a prefix: what the service says of each, not what is in it. */
  | (SourceBase & { readonly source: 's3.list'; readonly prefix: SourceText })
  /** The elements of an array in a JSON file: of its top level, or of the one that a JSON Pointer names. */
  | (FileSource & { readonly source: 's3.json'; readonly pointer?: string })
  /** The lines of a file of JSON lines. */
  | (FileSource & { readonly source: 's3.jsonl' })
  /** The rows of a CSV file. Without `header` its first row names the columns. */
  | (FileSource & {
      readonly source: 's3.csv';
      readonly columns: { readonly [name: string]: ColumnType };
      readonly header?: readonly string[];
      readonly delimiter?: 'comma' | 'pipe' | 'semicolon' | 'space' | 'tab';
    })
  /** The rows of a Parquet file. */
  | (FileSource & { readonly source: 's3.parquet' })
  /** The objects that an S3 inventory in CSV lists; `key` is that of its manifest.json. */
  | (FileSource & { readonly source: 's3.inventory' });

interface SourceBase {
  readonly bucket: SourceText;
  /** At most so many items are read, 1 to 100,000,000. Default: all. */
  readonly maxItems?: number;
  /** ARN of the customer key that the bucket is encrypted with: the right to use it is then asked for. */
  readonly kmsKey?: string;
}

interface FileSource extends SourceBase {
  readonly key: SourceText;
}

/**
 * Characters of an item of a file as JSON at the most: a child is given 262,144 bytes in all, the item's own surroundings included.
 * Source: AWS Step Functions developer guide, "Service quotas".
 */
export const LONGEST_ITEM = 240_000;

/** The one field of what stands for an item that is longer; its value is the length. */
export const TOO_LARGE = 'flowmap:too-large';

/** Whether the items of a foreach are a source, and no value of the flow. */
export function isSource(items: ForeachNode['items']): items is ItemSource {
  return 'source' in items;
}

/** The texts of a source that the flow fills in when it runs, each as the fact that brings it: `perRow.key`. */
export function sourceTexts(
  id: NodeId,
  source: ItemSource,
): readonly { readonly fact: string; readonly field: string; readonly reference: Reference }[] {
  return Object.entries(source).flatMap(([field, value]: [string, unknown]) =>
    isReference(value) ? [{ fact: textFact(id, field), field, reference: value }] : [],
  );
}

/** The name of the fact that brings a text: that of the foreach and of the field. No node has a point in its name. */
export function textFact(id: NodeId, field: string): string {
  return `${id}.${field}`;
}

/** The references of what a foreach runs over. */
export function itemReferences({ id, items }: ForeachNode): readonly Reference[] {
  return isSource(items) ? sourceTexts(id, items).map(({ reference }) => reference) : [items];
}

function isReference(value: unknown): value is Reference {
  return typeof value === 'object' && value !== null && 'path' in value;
}
