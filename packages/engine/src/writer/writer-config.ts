import type { Json } from '@flowmap/asl/language';
import { type Child, recordOf } from './child-record.js';

/** How the results of a Map Run are written. */
export interface WriterConfig {
  /** All that is known of a child, its output alone, or the elements of its output where that is an array. */
  readonly transformation: 'NONE' | 'COMPACT' | 'FLATTEN';
  /** An array, or a value on each line. */
  readonly outputType: 'JSON' | 'JSONL';
}

/** A WriterConfig of a definition; what it leaves open is `transformation`, and JSON. */
export function writerConfig(given: Json | undefined, transformation: WriterConfig['transformation']): WriterConfig {
  const { Transformation, OutputType } = (given ?? {}) as Readonly<Record<string, Json | undefined>>;
  return {
    transformation:
      Transformation === 'NONE' || Transformation === 'COMPACT' || Transformation === 'FLATTEN'
        ? Transformation
        : transformation,
    outputType: OutputType === 'JSONL' ? 'JSONL' : 'JSON',
  };
}

/** What the results have of a child. One that did not succeed is written whole, whatever the transformation. */
export function resultsOf(child: Child, { transformation }: WriterConfig): readonly Json[] {
  const outcome = child.run?.outcome;
  if (transformation === 'NONE' || outcome?.status !== 'SUCCEEDED') return [recordOf(child)];
  const { output } = outcome;
  return transformation === 'FLATTEN' && Array.isArray(output) ? (output as readonly Json[]) : [output];
}
