import { LIMITS } from '@flowmap/asl/language';
import type { MapView } from '@flowmap/asl';
import type { Diagnostic, ForeachNode } from '@flowmap/graph';
import { batchOf, MAX_CHILDREN } from './batches.js';
import { checkExpress } from './express.js';
import { RESULTS, type Settings } from './options.js';

/** What a distributed map cannot do for a foreach. */
export function check(foreach: ForeachNode, view: MapView, set: Settings): readonly Diagnostic[] {
  const { id } = foreach;
  const { batch, label, children, results } = set;
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
  if (!['STANDARD', 'EXPRESS'].includes(children)) {
    fault('FLOW3208', `children is ${JSON.stringify(children)}`, "Give 'STANDARD' or 'EXPRESS'.");
  }
  if (children === 'EXPRESS') found.push(...checkExpress(foreach, view, set));
  const room = batchLimit(view, children);
  if (!view.single && batch > 1 && batch > room) {
    const why =
      children === 'EXPRESS'
        ? `the positions of a batch are state data, which has room for ${room}`
        : `one item of this body takes ${view.usage.events} history events, and a child has ${LIMITS.historyEvents}`;
    const message = `a batch of ${batch} cannot be run: ${why}`;
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
        `${id} must fail with ${view.items} items: they make batches of ${size}, and a child has ${roomWords(children)} ${room}`,
        'Split the list, or make the body smaller.',
      );
    }
  }
  return found;
}

/** Positions of nine digits that an evaluated list in state data has room for: they take 250,000 of 262,144 bytes. */
const POSITIONS = 25_000;

/** What bounds the batch of a child. The history of an EXPRESS execution has no end. */
export function roomWords(children: Settings['children']): string {
  return children === 'EXPRESS' ? 'state data for' : 'the events for';
}

/** How many items of a body of several steps one child has room for. */
export function batchLimit(view: MapView, children: Settings['children']): number {
  if (children === 'EXPRESS') return POSITIONS;
  // 20 events of the child and its inner Map; 2 for each iteration.
  return Math.floor((LIMITS.historyEvents - 20) / (view.usage.events + 2));
}
