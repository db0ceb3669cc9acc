import type { Retry } from '../nodes.js';
import type { Check } from './check.js';
import { fault } from './check.js';
import { isWhole } from './ranges.js';
import { nodesIn } from './walk.js';

/** The longest wait between two attempts that the service takes: under 366 days, in seconds. */
const LONGEST_WAIT = 31_622_399;

/** `retry` has values that the service takes: whole attempts and seconds, a backoff of at least 1. */
export const checkRetry: Check = function* (graph) {
  for (const node of nodesIn(graph)) {
    if (node.kind !== 'step' || !node.retry) continue;
    for (const [problem, hint] of problemsOf(node.retry)) {
      yield fault('FLOW1013', node.id, `retry of ${node.id}: ${problem}`, hint);
    }
  }
};

function* problemsOf(retry: Retry): Generator<readonly [problem: string, hint: string]> {
  const { attempts, delaySeconds, backoff, maxDelaySeconds, on } = retry;
  if (!isWhole(attempts, 1)) {
    yield [`attempts is ${attempts}`, 'Give a whole number, 1 or more: it counts the first attempt too.'];
  }
  if (delaySeconds !== undefined && !isWhole(delaySeconds, 1)) {
    yield [`delaySeconds is ${delaySeconds}`, 'Give whole seconds, 1 or more.'];
  }
  if (backoff !== undefined && !(backoff >= 1 && Number.isFinite(backoff))) {
    yield [`backoff is ${backoff}`, 'Give a factor of 1 or more.'];
  }
  if (maxDelaySeconds !== undefined && !isWhole(maxDelaySeconds, 1, LONGEST_WAIT)) {
    yield [`maxDelaySeconds is ${maxDelaySeconds}`, `Give whole seconds from 1 to ${LONGEST_WAIT}.`];
  } else if (maxDelaySeconds !== undefined && maxDelaySeconds <= (delaySeconds ?? 1)) {
    yield [`maxDelaySeconds is ${maxDelaySeconds}`, 'Give more than delaySeconds, whose default is 1.'];
  }
  if (on !== undefined && (on.length === 0 || on.some((name) => name === ''))) {
    yield ['on names no error', 'Give names of errors, or leave it out to retry after any.'];
  }
}
