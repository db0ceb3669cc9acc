import { LIMITS } from '@flowmap/asl/language';
import type { MapView } from '@flowmap/asl';
import type { Diagnostic, ForeachNode } from '@flowmap/graph';
import { batchOf, MAX_CHILDREN } from './batches.js';
import { RESULTS, type Settings } from './options.js';

/** What a distributed map cannot do for a foreach. */
export function check({ id }: ForeachNode, view: MapView, { batch, label, results }: Settings): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  const fault = (code: Diagnostic['code'], message: string, hint: string): void => {
    found.push({ code, severity: 'error', at: id, message, hint });
  };
  if (!Number.isInteger(batch) || batch < 1) {
    fault('FLOW3201', `batch is ${batch}`, 'Give a whole number of items, at least 1.');
  }
  if (label !== null && !/^[^\s?*<>{}[\]:;,\\|^~$#%&"`\p{Cc}]{1,40}$/u.test(label)) {
    fault(
      'FLOW3202',
      `the label '${label}' is not one`,
      'A label has 1 to 40 characters, no blanks and none of ? * < > { } [ ] : ; , \\ | ^ ~ $ # % & " `.',
    );
  }
  if (!RESULTS.includes(results)) {
    fault('FLOW3205', `results is '${results}'`, `It can be ${RESULTS.map((way) => `'${way}'`).join(', ')}.`);
  }
  const room = batchLimit(view);
  if (!view.single && batch > 1 && batch > room) {
    const message = `a batch of ${batch} cannot be run: one item of this body takes ${view.usage.events} history events, and a child has ${LIMITS.historyEvents}`;
    fault(
      'FLOW3203',
      message,
      room > 0 ? `Use a batch of at most ${room}.` : 'Leave `batch` out, or make the body smaller.',
    );
  }
  if (view.items !== undefined && !view.single) {
    const size = batchOf(view.items, batch);
    if (batch === 1 && size > 1) {
      fault(
        'FLOW3204',
        `${id} must fail with ${view.items} items: in children of one each there can be ${MAX_CHILDREN}`,
        'Give distributed a batch.',
      );
    } else if (batch > 1 && size > room) {
      fault(
        'FLOW3204',
        `${id} must fail with ${view.items} items: they make batches of ${size}, and a child has the events for ${room}`,
        'Split the list, or make the body smaller.',
      );
    }
  }
  return found;
}

/** How many items of a body of several steps one child has the events for. */
export function batchLimit(view: MapView): number {
  // 20 events of the child and its inner Map; 2 for each iteration.
  return Math.floor((LIMITS.historyEvents - 20) / (view.usage.events + 2));
}
