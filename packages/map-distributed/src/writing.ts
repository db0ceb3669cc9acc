import type { MapState } from '@flowmap/asl/language';
import type { Target } from '@flowmap/asl';

/** Where the manifest is behind a Map that writes, as its result writer tells it. */
export const WRITER = '$states.input.w';

/** Has a Map write what its children answer below a prefix of the bucket of artifacts, and lay where that is on top of state data. */
export function writing({ partition, bucket }: Target, prefix: string): Pick<MapState, 'ResultWriter' | 'Output'> {
  return {
    ResultWriter: {
      Resource: `arn:${partition}:states:::s3:putObject`,
      // A line for each child with nothing but its record: small, and read line by line by whoever counts.
      WriterConfig: { Transformation: 'COMPACT', OutputType: 'JSONL' },
      Arguments: { Bucket: bucket, Prefix: `{% ${prefix} %}` },
    },
    Output: "{% $merge([$states.input, {'w': $states.result.ResultWriterDetails}]) %}",
  };
}
