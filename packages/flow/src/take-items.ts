import type { ForeachNode, ItemSource } from '@flowmap/graph';
import { report } from './definition.js';
import { referenceOf } from './handle.js';
import type { User } from './inputs.js';
import { takeReference } from './inputs.js';
import { refuseUnknown } from './known-options.js';
import type { Source } from './s3.js';

/** The options of each source. */
const FILE = ['source', 'bucket', 'key', 'maxItems', 'kmsKey'];
const OPTIONS: { readonly [source: string]: readonly string[] } = {
  's3.list': ['source', 'bucket', 'prefix', 'maxItems', 'kmsKey'],
  's3.json': [...FILE, 'pointer'],
  's3.jsonl': FILE,
  's3.csv': [...FILE, 'columns', 'header', 'delimiter'],
  's3.parquet': FILE,
  's3.inventory': FILE,
};

/** Options of a source that may be handles. */
const SETTINGS = ['bucket', 'key', 'prefix'];

/** What a foreach runs over: the reference of a handle, or a source with the references of its settings. */
export function takeItems(user: User, value: unknown): ForeachNode['items'] | undefined {
  return isSourceValue(value) ? takeSource(user, value) : takeReference(user, 'items', value);
}

/** Whether a value is a source, from whichever copy of this package. */
function isSourceValue(value: unknown): value is Source<unknown> {
  return typeof value === 'object' && value !== null && 'brand' in value && value.brand === 'flowmap/source@1';
}

function takeSource(user: User, { options }: Source<unknown>): ItemSource {
  refuseUnknown(user, options, OPTIONS[options.source] ?? []);
  const settings = SETTINGS.flatMap((name) =>
    name in options ? [[name, takeSetting(user, name, options[name])]] : [],
  );
  // As JSON would have it, so that the graph is the same before and after.
  return { ...options, ...(Object.fromEntries(settings) as object) } as unknown as ItemSource;
}

function takeSetting(user: User, name: string, value: unknown): unknown {
  if (typeof value === 'string') return value;
  const reference = referenceOf(value);
  if (reference) return reference;
  const { definition, at, place } = user;
  const message = `${name} of the source of ${at} is neither a string nor a handle of one`;
  const hint = 'Give a string, a parameter (input.day), or what a step returned (plan.out.key).';
  report(definition, { code: 'FLOW1113', at, message, hint }, place);
  // Stands for a setting that was reported, so that nothing more is said of it.
  return '?';
}
