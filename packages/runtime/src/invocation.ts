import type { Invocation } from '@flowmap/graph';
import { FlowError } from '@flowmap/graph';

/**
 * An invocation as it came in from outside. Throws `BAD_INVOCATION`, naming the fields, where it is none, or one of a version that
 * this program does not know.
 */
export function readInvocation(value: unknown): Invocation {
  if (typeof value !== 'object' || value === null) throw refused(['it is no object']);
  const {
    v,
    step,
    run,
    i,
    from,
    to,
    by,
    array,
    given,
    manifest,
    error,
    try: attempts,
  } = value as { readonly [name: string]: unknown };
  const faults = [
    v === 1 ? [] : [`v is ${JSON.stringify(v)}, and this program knows 1`],
    typeof step === 'string' && step !== '' ? [] : ['step is no name'],
    typeof run === 'string' && /^[^/]+$/.test(run) ? [] : ['run is no run id'],
    typeof i === 'string' && /^r?(?:\d+(?:\.\d+)*)?$/.test(i) ? [] : ['i is no index path'],
    isCount(attempts) ? [] : ['try is no number of attempts'],
    isRange(from, to) ? [] : ['from and to are no range'],
    array === undefined || array === true ? [] : ['array is not true'],
    given === undefined || areItems(given) ? [] : ['given holds no items'],
    manifest === undefined || typeof manifest === 'string' ? [] : ['manifest is no key'],
    by === undefined || Number.isFinite(by) ? [] : ['by is no time'],
    error === undefined || isServiceError(error) ? [] : ['error has no Error and Cause'],
  ].flat();
  if (faults.length > 0) throw refused(faults);
  return value as Invocation;
}

function refused(faults: readonly string[]): FlowError {
  return new FlowError('BAD_INVOCATION', `this is no task: ${faults.join('; ')}`, {
    hint: 'Tasks are started by the state machine of the same deployment.',
  });
}

function isCount(value: unknown): value is number {
  return Number.isInteger(value) && Number(value) >= 0;
}

function isRange(from: unknown, to: unknown): boolean {
  return (from === undefined && to === undefined) || (isCount(from) && isCount(to) && from < to);
}

function areItems(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || !('items' in value) || !Array.isArray(value.items)) return false;
  return value.items.every(
    (item: unknown) => typeof item === 'object' && item !== null && 'i' in item && isCount(item.i),
  );
}

function isServiceError(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return 'Error' in value && 'Cause' in value && typeof value.Error === 'string' && typeof value.Cause === 'string';
}
