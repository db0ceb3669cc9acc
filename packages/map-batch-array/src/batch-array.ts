import type { MapState } from '@flowmap/asl/language';
import type { Load, MapContext, MapStrategy, Usage } from '@flowmap/asl';
import type { ForeachNode } from '@flowmap/graph';
import { check } from './checks.js';
import { chunks, chunkSizes, MAX_CHUNKS } from './chunks.js';

/**
 * A body of one step on AWS Batch as array jobs: an inline Map with one array job for each chunk of up to 10,000 items. One job is one
 * submission and six events, however many children it has, so neither the 50 submissions a second of an account nor the
 * history of the execution bounds the width: 24,000,000 items. Each child finds its item by its number in the job, and its
 * worker makes the attempts of its step. Failed items are counted by the service. The children of a job all run to their end, also
 * when one has failed, and as many at once as the job queue has room for.
 *
 * @example foreach('perChunk', { items: start.out.chunks, strategy: batchArray() }, ...)
 */
export function batchArray(): MapStrategy {
  return {
    kind: 'batch-array',
    package: '@flowmap/map-batch-array',
    apiVersion: 1,
    options: {},
    check,
    estimate,
    lower: (foreach, context) => {
      const name = context.name();
      const most = mostOf(context);
      const { bind, from, to, numbers } = chunks(context.count(), most);
      const body = context.body('array');
      const state: MapState = {
        Type: 'Map',
        Items: `{% ( ${bind}; ${room(foreach, most)}${numbers} ) %}`,
        ItemSelector: context.child({ kind: 'array', from, to }),
        ItemProcessor: { ProcessorConfig: { Mode: 'INLINE' }, StartAt: body.StartAt, States: body.States },
      };
      return {
        start: name,
        states: { [name]: state },
        exits: [{ state: name, succeeded: '$sum($states.result)' }],
        policies: body.policies,
      };
    },
  };
}

/** What the Map refuses at run time. */
function room({ id }: ForeachNode, most: number): string {
  const words = `' items; array jobs hold ${MAX_CHUNKS * most}, as one execution has the events for ${MAX_CHUNKS} of them: use distributed'`;
  return `$m > ${MAX_CHUNKS} ? $error('${id}: ' & $n & ${words}) : `;
}

function estimate(_: ForeachNode, load: Load): Usage {
  const sizes = chunkSizes(load.items, mostOf(load));
  return load.inlineMapOver(sizes.map(({ count, items }) => ({ count, items, each: load.array(items) })));
}

/** Most items of one job, as the step's compute says. A foreach whose compute has no arrays was refused before. */
function mostOf({ single }: Pick<MapContext, 'single'>): number {
  const most = single?.compute.array?.most;
  if (most === undefined) throw new Error('the compute of the step has no array jobs');
  return most;
}
