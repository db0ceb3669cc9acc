import type { HistoryEvent } from '@flowmap/engine';
import type { Json } from '@flowmap/asl/language';
import { timestamp } from '../protocol/actions.js';

type Fields = Readonly<Record<string, Json>>;

/** Event types whose details the service gives under a name that does not follow from the type. */
const DETAILS: readonly (readonly [RegExp, string])[] = [
  [/StateEntered$/, 'stateEnteredEventDetails'],
  [/StateExited$/, 'stateExitedEventDetails'],
];

/** Data of the user, which the service gives as text. */
const DATA = ['input', 'output', 'parameters'] as const;

/**
 * An event as GetExecutionHistory gives it: details under the name of their type, data as its JSON text. Without `withData`
 * there is none of it.
 */
export function eventAnswer(
  { id, previousEventId, type, timestamp: at, details }: HistoryEvent,
  withData: boolean,
): object {
  const head = { id, previousEventId, timestamp: timestamp(at), type };
  if (details === undefined) return head;
  const name = DETAILS.find(([pattern]) => pattern.test(type))?.[1] ?? `${lowerFirst(type)}EventDetails`;
  return { ...head, [name]: detailsAnswer(details as Fields, withData) };
}

function detailsAnswer(details: Fields, withData: boolean): object {
  const answer: Record<string, unknown> = { ...details };
  for (const field of DATA) {
    const value = details[field];
    if (value === undefined) continue;
    if (withData) answer[field] = JSON.stringify(value);
    else Reflect.deleteProperty(answer, field);
    if (field !== 'parameters') answer[`${field}Details`] = { truncated: false };
  }
  const assigned = details['assignedVariables'];
  if (assigned !== undefined) {
    if (withData) answer['assignedVariables'] = texts(assigned as Fields);
    else Reflect.deleteProperty(answer, 'assignedVariables');
    answer['assignedVariablesDetails'] = { truncated: false };
  }
  return answer;
}

/** Each value as its JSON text. */
function texts(values: Fields): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, JSON.stringify(value)]));
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
