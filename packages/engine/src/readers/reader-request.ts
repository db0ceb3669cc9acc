import type { Json } from '@flowmap/asl/language';
import { DELIMITERS } from './csv-records.js';
import { UnreadableItems } from './item.js';
import { parsePointer } from './json-pointer.js';

/** What the objects hold that items are read from. */
export type Format =
  | { readonly type: 'JSON'; readonly way: readonly string[] }
  | { readonly type: 'JSONL' }
  | { readonly type: 'CSV'; readonly delimiter: string; readonly headers: readonly string[] | undefined }
  | { readonly type: 'PARQUET' };

/** What an ItemReader asks for, with all its values. */
export type ReaderRequest =
  | { readonly kind: 'list'; readonly bucket: string; readonly prefix: string; readonly format: Format | undefined }
  | (Place & { readonly kind: 'object'; readonly format: Format })
  | (Place & { readonly kind: 'inventory'; readonly delimiter: string })
  | (Place & { readonly kind: 'athena'; readonly format: Format });

interface Place {
  readonly bucket: string;
  readonly key: string;
  readonly versionId: string | undefined;
}

type Fields = Readonly<Record<string, Json | undefined>>;

/**
 * Understands an ItemReader whose expressions and paths have been evaluated. `resource` is its Resource, `place` its
 * Arguments or Parameters. Throws UnreadableItems.
 */
export function readerRequest(resource: string, config: Json, place: Json): ReaderRequest {
  const settings = fieldsOf(config, 'ReaderConfig');
  const where = fieldsOf(place, 'Arguments');
  const bucket = text(where, 'Bucket');
  if (resource.endsWith(':s3:listObjectsV2')) {
    const isFlattened = settings['Transformation'] === 'LOAD_AND_FLATTEN';
    return {
      kind: 'list',
      bucket,
      prefix: text(where, 'Prefix', ''),
      format: isFlattened ? formatOf(settings) : undefined,
    };
  }
  const object: Place = {
    bucket,
    key: text(where, 'Key'),
    versionId: where['VersionId'] === undefined ? undefined : text(where, 'VersionId'),
  };
  const { ManifestType: manifest, InputType: type } = settings;
  if (manifest === 'ATHENA_DATA') return { ...object, kind: 'athena', format: formatOf(settings) };
  if (manifest === 'S3_INVENTORY' || type === 'MANIFEST') {
    return { ...object, kind: 'inventory', delimiter: delimiterOf(settings) };
  }
  if (type === 'PARQUET' && object.versionId !== undefined) {
    throw new UnreadableItems('VersionId is not supported for the InputType PARQUET.');
  }
  return { ...object, kind: 'object', format: formatOf(settings) };
}

function formatOf(settings: Fields): Format {
  const type = settings['InputType'];
  switch (type) {
    case 'JSON':
      return { type, way: parsePointer(text(settings, 'ItemsPointer', '')) };
    case 'CSV':
      return { type, delimiter: delimiterOf(settings), headers: headersOf(settings) };
    case 'JSONL':
    case 'PARQUET':
      return { type };
    default:
      throw new UnreadableItems(
        `The field InputType must be CSV, JSON, JSONL or PARQUET but was: ${JSON.stringify(type)}`,
      );
  }
}

/** Undefined where the first record has them. */
function headersOf(settings: Fields): readonly string[] | undefined {
  if (settings['CSVHeaderLocation'] !== 'GIVEN') return undefined;
  const headers = settings['CSVHeaders'];
  if (Array.isArray(headers) && headers.every((header) => typeof header === 'string')) return headers;
  throw new UnreadableItems('The field CSVHeaders must be a list of strings.');
}

function delimiterOf(settings: Fields): string {
  const name = text(settings, 'CSVDelimiter', 'COMMA');
  const delimiter = Object.hasOwn(DELIMITERS, name) ? DELIMITERS[name] : undefined;
  if (delimiter !== undefined) return delimiter;
  throw new UnreadableItems(
    `The field CSVDelimiter must be one of ${Object.keys(DELIMITERS).join(', ')} but was: ${name}`,
  );
}

function text(fields: Fields, name: string, otherwise?: string): string {
  const value = fields[name] ?? otherwise;
  if (typeof value === 'string') return value;
  throw new UnreadableItems(`The field ${name} must be a string but was: ${JSON.stringify(value)}`);
}

function fieldsOf(value: Json, name: string): Fields {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Fields;
  throw new UnreadableItems(`The field ${name} must be an object but was: ${JSON.stringify(value)}`);
}
