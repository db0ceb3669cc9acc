import type { Json } from '@flowmap/asl/language';
import { isFields } from './fields.js';

/** What a mocked call answers: a result, or an error as the state's Retry and Catch see it. */
export type MockedAnswer =
  { readonly Return: Json } | { readonly Throw: { readonly Error: string; readonly Cause: string } };

/** The answers of one state, by the number of the call. */
export interface MockedResponses {
  /**
   * The answer to a call. Calls of a state are counted from 0 over the whole execution: retries, iterations of a map and
   * rounds of a loop alike. Undefined where none is given.
   */
  answerTo(call: number): MockedAnswer | undefined;
  /** How many calls have an answer; Infinity where each has the same. */
  readonly size: number;
}

/** An answer for the calls `from` to `to`, both included. */
interface Numbered {
  readonly key: string;
  readonly from: number;
  readonly to: number;
  readonly answer: MockedAnswer;
}

const RANGE = /^(\d{1,9})(?:-(\d{1,9}))?$/;

/**
 * Reads the answers of a state: `{"0": {"Throw": ...}, "1-2": {"Return": ...}}`, a list of answers to one call each, or a
 * single answer to every call. Says what is wrong through `report`, with `place` in front.
 */
export function mockedResponses(value: unknown, place: string, report: (problem: string) => void): MockedResponses {
  if (isFields(value) && ('Return' in value || 'Throw' in value)) {
    const answer = mockedAnswer(value, place, report);
    return { answerTo: () => answer, size: Infinity };
  }
  const entries = Array.isArray(value)
    ? value.map((item: unknown, i) => [String(i), item] as const)
    : Object.entries(isFields(value) ? value : {});
  if (!Array.isArray(value) && !isFields(value)) {
    report(
      `${place} is neither an answer ({"Return": ...} or {"Throw": ...}) nor a list of them nor an object of numbers`,
    );
  }
  const answers: Numbered[] = [];
  for (const [key, item] of entries) {
    const [, first, last = first] = RANGE.exec(key) ?? [];
    const answer = mockedAnswer(item, Array.isArray(value) ? `${place}[${key}]` : `${place}.${key}`, report);
    const [from, to] = [Number(first), Number(last)];
    if (first === undefined || from > to) {
      report(`${place}.${key} is neither the number of a call, as "0", nor a range of them, as "1-2"`);
      continue;
    }
    const other = answers.find((known) => from <= known.to && known.from <= to);
    if (other !== undefined)
      report(`${place} has two answers to call ${Math.max(from, other.from)}: ${other.key} and ${key}`);
    if (answer !== undefined) answers.push({ key, from, to, answer });
  }
  return {
    answerTo: (call) => answers.find(({ from, to }) => from <= call && call <= to)?.answer,
    size: answers.reduce((sum, { from, to }) => sum + to - from + 1, 0),
  };
}

function mockedAnswer(value: unknown, place: string, report: (problem: string) => void): MockedAnswer | undefined {
  const fault = answerFault(value);
  if (fault !== undefined) {
    report(`${place} ${fault}`);
    return undefined;
  }
  const answer = value as { readonly Return: Json } | { readonly Throw: { readonly Error: string; Cause?: string } };
  return 'Return' in answer ? answer : { Throw: { Error: answer.Throw.Error, Cause: answer.Throw.Cause ?? '' } };
}

function answerFault(value: unknown): string | undefined {
  if (!isFields(value)) return 'is no answer: it takes {"Return": ...} or {"Throw": {"Error": ..., "Cause": ...}}';
  const [field, ...others] = Object.keys(value);
  if ((field !== 'Return' && field !== 'Throw') || others.length > 0) {
    return `has the fields ${Object.keys(value).join(', ') || '(none)'}; it takes either Return or Throw`;
  }
  if (field === 'Return') return undefined;
  const thrown = value['Throw'];
  if (!isFields(thrown) || typeof thrown['Error'] !== 'string') return 'throws no {"Error": "a name"}';
  return typeof (thrown['Cause'] ?? '') === 'string' ? undefined : 'has a Cause that is no text';
}
