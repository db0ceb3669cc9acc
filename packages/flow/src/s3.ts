import type { ColumnType } from '@flowmap/graph';
import type { Ref, VALUE } from './ref.js';

/**
 * A list that the service reads by itself while a foreach runs, as its `items`. No step makes it, it may have 100 million items, and
 * no value of it is in state data. A strategy that reads sources is needed: `distributed()`.
 */
export interface Source<out T> {
  readonly brand: 'flowmap/source@1';
  readonly options: { readonly source: string; readonly [option: string]: unknown };
  readonly [VALUE]?: T;
}

/** What an S3 bucket says of an object. */
export interface S3Object {
  readonly key: string;
  /** Changes with the object's content. */
  readonly etag: string;
  /** In bytes. */
  readonly size: number;
  readonly lastModified: Date;
  readonly storageClass: string;
}

/** What an S3 inventory says of an object: the fields that its configuration chose, as text. */
export interface S3InventoryRow {
  readonly Bucket: string;
  readonly Key: string;
  readonly [field: string]: string;
}

/** A text: fixed, a parameter (`input.prefix`), or a string that a step returned (`plan.out.key`). */
export type SourceText = string | Ref<string>;

/** What all sources have. Bucket and state machine are of one account and region. */
export interface SourceOptions {
  readonly bucket: SourceText;
  /** At most so many items are read. Default: all. */
  readonly maxItems?: number;
  /** ARN of the customer key that the bucket is encrypted with: the right to use it is then part of the role. */
  readonly kmsKey?: string;
}

/** A source that is one file. A name that ends with `.gz` or `.zstd` is unpacked. */
export interface FileOptions extends SourceOptions {
  readonly key: SourceText;
}

/** Columns of a CSV file by their names, each with what it holds: `{ year: 'integer', note: 'string?' }`. */
export interface Columns {
  readonly [name: string]: ColumnType;
}

/** How a CSV file is read. */
export interface CsvOptions<C extends Columns> extends FileOptions {
  /** The columns that are used. Others are left out; one that is missing in the file fails its items by name. */
  readonly columns: C;
  /** The names of all columns in order, for a file whose first row is data. Default: the first row names them. */
  readonly header?: readonly string[];
  /** Default comma. */
  readonly delimiter?: 'comma' | 'pipe' | 'semicolon' | 'space' | 'tab';
}

/** A row of a CSV file. */
export type Row<C extends Columns> = { readonly [K in keyof C]: Field<C[K]> };

type Field<T extends ColumnType> = T extends `${infer S extends keyof Scalars}?`
  ? Scalars[S] | null
  : T extends keyof Scalars
    ? Scalars[T]
    : never;

interface Scalars {
  readonly string: string;
  readonly integer: number;
  readonly number: number;
  readonly boolean: boolean;
}

/**
 * Sources in S3. `list` gives what a bucket says of its objects; the others give what is in one file.
 *
 * @example
 * foreach('perFile', { items: s3.list({ bucket: 'raw', prefix: input.day }), strategy: distributed({ batch: 100 }) },
 *   (file, s) => s.step('load', { in: { key: file.key } }, ({ in: { key } }) => load(key)));
 */
export const s3: {
  /** The objects whose keys begin with `prefix` (default: all). Keys that end with a slash, of empty objects, are among them. */
  list(options: SourceOptions & { readonly prefix?: SourceText }): Source<S3Object>;
  /**
   * The elements of an array in a JSON file, or of the one that `pointer` (a JSON Pointer: `/data/rows`) names. Of an object, each
   * property is an item `{ Key, Value }`. That an element is a `T` is not checked.
   */
  json<T>(options: FileOptions & { readonly pointer?: string }): Source<T>;
  /** The lines of a file of JSON lines. That a line is a `T` is not checked. */
  jsonl<T>(options: FileOptions): Source<T>;
  /** The rows of a CSV file, each field made what its column says. A field that is none fails its item by name. */
  csv<const C extends Columns>(options: CsvOptions<C>): Source<Row<C>>;
  /** The rows of a Parquet file. That a row is a `T` is not checked. */
  parquet<T>(options: FileOptions): Source<T>;
  /** The objects that an S3 inventory in CSV lists. `key` is that of its `manifest.json`. */
  inventory(options: FileOptions): Source<S3InventoryRow>;
} = {
  list: ({ prefix = '', ...options }) => sourceOf('s3.list', { ...options, prefix }),
  json: (options) => sourceOf('s3.json', options),
  jsonl: (options) => sourceOf('s3.jsonl', options),
  csv: (options) => sourceOf('s3.csv', options),
  parquet: (options) => sourceOf('s3.parquet', options),
  inventory: (options) => sourceOf('s3.inventory', options),
};

function sourceOf<T>(source: string, options: object): Source<T> {
  return { brand: 'flowmap/source@1', options: { source, ...options } };
}
