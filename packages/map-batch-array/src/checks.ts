import type { MapView } from '@flowmap/asl';
import type { Diagnostic, ForeachNode } from '@flowmap/graph';
import { MAX_CHUNKS } from './chunks.js';

/** What array jobs cannot do for a foreach. */
export function check({ id, concurrency }: ForeachNode, { single, source, items = 0 }: MapView): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  const fault = (code: Diagnostic['code'], message: string, hint: string): void => {
    found.push({ code, severity: 'error', at: id, message, hint });
  };
  const array = single?.compute.array;
  if (!single) {
    fault(
      'FLOW3351',
      `${id} cannot become array jobs: its body is more than one step, and a child of an array job runs one`,
      'Put the work of an item into one step, or give the foreach another strategy: distributed({ batch: 100 }).',
    );
  } else if (!array) {
    fault(
      'FLOW3352',
      `${id} cannot become array jobs: its step ${single.step.id} runs on ${single.compute.kind}, which has none`,
      "Run the step on AWS Batch, by `resources: { on: 'batch' }` with `batch` under `computes` in flowmap.config.ts or by making it the default there, or give the foreach another strategy.",
    );
  }
  if (source) {
    fault(
      'FLOW3355',
      `runs over ${source.source}, which the service reads for a distributed Map alone`,
      'Use distributed() for it.',
    );
  }
  if (concurrency !== undefined) {
    const most = typeof concurrency === 'number' ? concurrency : `parameter ${concurrency.param}`;
    fault(
      'FLOW3353',
      `asks for at most ${most} items at once, which array jobs cannot keep: their children run as the job queue has room`,
      'Use distributed(), or leave `concurrency` out and limit the compute environment of the job queue.',
    );
  }
  if (array && items > MAX_CHUNKS * array.most) {
    fault(
      'FLOW3354',
      `${id} must fail with ${items} items: array jobs hold ${MAX_CHUNKS * array.most}, as one execution has the events for ${MAX_CHUNKS} of them`,
      'Use distributed() with a batch, or split the list.',
    );
  }
  return found;
}
