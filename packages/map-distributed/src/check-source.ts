import type { MapView } from '@flowmap/asl';
import type { Diagnostic, ForeachNode } from '@flowmap/graph';
import type { Settings } from './options.js';
import { MOST_BATCH_BYTES } from './over-source.js';

/** Least bytes of a batch: what is around the items has to fit as well. */
const LEAST_BATCH_BYTES = 1_000;

/** What cannot be said of a source, and what can be said of one alone. */
export function checkSource({ id }: ForeachNode, view: MapView, set: Settings): readonly Diagnostic[] {
  const { batchBytes, results } = set;
  const found: Diagnostic[] = [];
  const fault = (code: Diagnostic['code'], message: string, hint: string): void => {
    found.push({ code, severity: 'error', at: id, message, hint });
  };
  if (!view.source) {
    if (batchBytes === null) return [];
    const hint = 'The items of a list of the flow are read by the workers. Leave it out, and choose `batch`.';
    fault('FLOW3210', `${id} has batchBytes, which is for sources that the service reads`, hint);
    return found;
  }
  const isSize = batchBytes === null || (Number.isInteger(batchBytes) && batchBytes >= LEAST_BATCH_BYTES);
  if (!isSize || (batchBytes ?? 0) > MOST_BATCH_BYTES) {
    fault('FLOW3210', `batchBytes of ${id} is ${batchBytes}`, 'Give a whole number of bytes from 1,000 to 245,760.');
  }
  if (results !== 'none') {
    const hint = 'Leave `results` out: the results of a source are in files anyway, and are counted there.';
    fault('FLOW3205', `${id} runs over a source, and has results '${results}'`, hint);
  }
  return found;
}
