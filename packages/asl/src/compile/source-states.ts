import type { ForeachNode, ItemSource, Reference } from '@flowmap/graph';
import { textFact } from '@flowmap/graph';
import { S3_BUSY, type Catcher, type Expression, type ItemReader, type Template } from '../language/index.js';
import type { OpenTask, PolicyStatement, SourceStates, Target } from '../plugin/index.js';
import { givenValue } from './given-value.js';
import { factField, factInData, literal, template } from './expression.js';

const INPUT_TYPES = {
  's3.json': 'JSON',
  's3.jsonl': 'JSONL',
  's3.csv': 'CSV',
  's3.parquet': 'PARQUET',
} as const;

/** What a strategy needs of a source. `inside` are the facts that the children read. */
export function sourceStates(
  { id }: ForeachNode,
  source: ItemSource,
  { inside, target }: { readonly inside: readonly string[]; readonly target: Target },
): SourceStates {
  const facts = factField(Object.fromEntries(inside.map((name) => [name, factInData(name)])));
  const file = source.source !== 's3.list';
  return {
    probe: file ? probeFile(id, source, target) : probeList(id, source, target),
    unreadable: unreadable(id, source),
    reader: readerOf(id, source, target),
    item: { i: '{% $states.context.Map.Item.Index %}', v: givenValue(source) },
    batchInput: {
      run: '{% $states.input.run %}',
      i: '{% $states.input.i %}',
      ...facts,
      ...(file ? { e: '{% $states.input.source.etag %}' } : {}),
    },
    isEmpty: '$states.input.source.empty',
    verify: file ? verifyFile(id, source, target) : undefined,
    policies: policiesOf(id, source, target),
  };
}

type FileSource = Exclude<ItemSource, { source: 's3.list' }>;

function probeFile(id: string, source: FileSource, target: Target): OpenTask {
  const found = "{'empty': $states.result.ContentLength = 0, 'etag': $states.result.ETag}";
  return {
    ...headObject(id, source, target),
    Output: template(`$merge([$states.input, {'source': ${found}}])`),
  };
}

/**
 * S3 answers 301 for a bucket of another region, in us-east-1 also 400, and a HEAD request brings no body that says so. The SDK of the
 * service then has no better name than this one. A catcher that fails leaves the failure in its own state, so that a redrive looks again.
 */
function unreadable(id: string, source: ItemSource): Omit<Catcher, 'Next'> {
  const said = `${placeOf(id, source)} & ' cannot be read: ' & $states.errorOutput.Cause`;
  const elsewhere = '$contains($states.errorOutput.Cause, /Status Code: (301|400)/)';
  const region = "$split($states.context.Execution.Id, ':')[3]";
  const hint = `'. Is the bucket in another region? It must be in that of the state machine, ' & ${region}`;
  return {
    ErrorEquals: ['S3.S3Exception'],
    Output: template(`$error(${said} & (${elsewhere} ? ${hint} : ''))`),
  };
}

/** Which foreach reads what: `each: s3://flights/2024.csv`. */
function placeOf(id: string, source: ItemSource): Expression {
  const [field, below] = source.source === 's3.list' ? ['prefix', source.prefix] : ['key', source.key];
  return `${literal(`${id}: s3://`)} & ${said(id, 'bucket', source.bucket)} & '/' & ${said(id, field, below)}`;
}

function verifyFile(id: string, source: FileSource, target: Target): OpenTask {
  const words = `' changed while it was read: its ETag was ' & $states.input.source.etag & ' and is ' & $states.result.ETag`;
  const same = '$states.result.ETag = $states.input.source.etag';
  return {
    ...headObject(id, source, target),
    Output: template(`${same} ? $states.input : $error(${placeOf(id, source)} & ${words})`),
  };
}

function headObject(id: string, source: FileSource, { partition }: Target): Omit<OpenTask, 'Output'> {
  return {
    Type: 'Task',
    Resource: `arn:${partition}:states:::aws-sdk:s3:headObject`,
    Arguments: { Bucket: setting(id, 'bucket', source.bucket), Key: setting(id, 'key', source.key) },
    Retry: [S3_BUSY],
  };
}

function probeList(id: string, source: Extract<ItemSource, { source: 's3.list' }>, { partition }: Target): OpenTask {
  return {
    Type: 'Task',
    Resource: `arn:${partition}:states:::aws-sdk:s3:listObjectsV2`,
    Arguments: {
      Bucket: setting(id, 'bucket', source.bucket),
      Prefix: setting(id, 'prefix', source.prefix),
      MaxKeys: 1,
    },
    Retry: [S3_BUSY],
    Output: template("$merge([$states.input, {'source': {'empty': $states.result.KeyCount = 0}}])"),
  };
}

/** Source: AWS Step Functions developer guide, "ItemReader (Map)". */
function readerOf(id: string, source: ItemSource, { partition }: Target): ItemReader {
  const Bucket = setting(id, 'bucket', source.bucket);
  const limit = source.maxItems === undefined ? {} : { MaxItems: source.maxItems };
  if (source.source === 's3.list') {
    return {
      Resource: `arn:${partition}:states:::s3:listObjectsV2`,
      ...(source.maxItems === undefined ? {} : { ReaderConfig: limit }),
      Arguments: { Bucket, Prefix: setting(id, 'prefix', source.prefix) },
    };
  }
  return {
    Resource: `arn:${partition}:states:::s3:getObject`,
    ReaderConfig: { ...formatOf(source), ...limit },
    Arguments: { Bucket, Key: setting(id, 'key', source.key) },
  };
}

function formatOf(source: FileSource): { readonly [field: string]: Template } {
  if (source.source === 's3.inventory') return { InputType: 'MANIFEST' };
  const InputType = INPUT_TYPES[source.source];
  if (source.source === 's3.json' && source.pointer !== undefined) return { InputType, ItemsPointer: source.pointer };
  if (source.source !== 's3.csv') return { InputType };
  return {
    InputType,
    ...(source.header ? { CSVHeaderLocation: 'GIVEN', CSVHeaders: source.header } : { CSVHeaderLocation: 'FIRST_ROW' }),
    ...(source.delimiter ? { CSVDelimiter: source.delimiter.toUpperCase() } : {}),
  };
}

/** A setting as a field of a definition. */
function setting(id: string, field: string, value: string | Reference): string {
  return typeof value === 'string' ? value : template(factInData(textFact(id, field)));
}

/** A setting within an expression. */
function said(id: string, field: string, value: string | Reference): Expression {
  return typeof value === 'string' ? literal(value) : factInData(textFact(id, field));
}

/** Source: the same guide, "IAM policies for using Distributed Map states". What is only known when it runs is allowed in its bucket. */
function policiesOf(id: string, source: ItemSource, { partition }: Target): readonly PolicyStatement[] {
  const bucket = typeof source.bucket === 'string' ? source.bucket : '*';
  const arn = (rest: string): string => `arn:${partition}:s3:::${bucket}${rest}`;
  const key = source.kmsKey === undefined ? [] : [{ Action: ['kms:Decrypt'], Resource: [source.kmsKey] }];
  if (source.source === 's3.list') {
    const prefix = typeof source.prefix === 'string' ? `${source.prefix}*` : '*';
    const Condition = { StringLike: { 's3:prefix': [prefix] } };
    return [{ Action: ['s3:ListBucket'], Resource: [arn('')], ...(prefix === '*' ? {} : { Condition }) }];
  }
  // An inventory's manifest names files beside it.
  const below = typeof source.key === 'string' && source.source !== 's3.inventory' ? `/${source.key}` : '/*';
  return [{ Action: ['s3:GetObject'], Resource: [arn(below)] }, ...key];
}
