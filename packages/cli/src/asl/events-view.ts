import type { HistoryEvent } from '@flowmap/engine';
import type { Io } from '../io.js';
import { painter, type Style } from '../render/paint.js';
import { shortJson } from './missing-mock.js';

/** Shows the events of an execution as they happen. */
export interface EventsView {
  event(event: HistoryEvent): void;
}

/** Failures of children that are shown one by one. */
const FAILURES = 20;

/** Characters of an input or output that are shown. */
const VALUE = 100;

/**
 * The events of an execution as lines beside its result: time since the start, type, name, and what went in or came out.
 * Of the children of a Map Run only failures are shown.
 */
export function eventsView(io: Io): EventsView {
  const paint = painter(io);
  let began: number | undefined;
  let failures = 0;
  return {
    event(event) {
      began ??= event.timestamp;
      const time = paint('dim', elapsed(event.timestamp - began));
      const { type } = event;
      if (event.mapRun !== undefined) {
        if (!/^Execution(?:Failed|TimedOut)$/.test(type)) return;
        failures += 1;
        const child = event.execution.slice(event.execution.lastIndexOf(':') + 1);
        if (failures <= FAILURES) io.err(`${time}  ${paint('red', `child ${child} failed`)}  ${said(event)}\n`);
        if (failures === FAILURES) io.err('further children that fail are not shown\n');
        return;
      }
      const { name } = fieldsOf(event);
      const words = [typeof name === 'string' ? paint('bold', name) : '', said(event)].filter((word) => word !== '');
      const kind = /State|^Execution/.test(type) ? type : `  ${type}`;
      io.err(`${time}  ${paint(styleOf(type), kind.padEnd(WIDEST))}  ${words.join('  ')}`.trimEnd() + '\n');
    },
  };
}

/** As long as `LambdaFunctionScheduled` below its state. */
const WIDEST = 25;

/** Seconds since the start, in a column. */
function elapsed(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1).padStart(8)} s`;
}

/** What an event tells beside its name: an error with its cause, an output, or an input. */
function said(event: HistoryEvent): string {
  const { error, cause, output, input, parameters, resource, resourceType, index } = fieldsOf(event);
  if (typeof error === 'string' || typeof cause === 'string') {
    return [error, cause].filter((part) => typeof part === 'string' && part !== '').join(': ');
  }
  if (output !== undefined) return `→ ${shortJson(output, VALUE)}`;
  if (typeof index === 'number') return `[${index}]`;
  const value = parameters ?? input;
  const called = [resourceType, resource].filter((part) => typeof part === 'string' && part !== '').join(':');
  return [called, value === undefined ? '' : shortJson(value, VALUE)].filter((part) => part !== '').join(' ');
}

function styleOf(type: string): Style {
  if (/Failed|TimedOut|Aborted/.test(type)) return 'red';
  return type.endsWith('Succeeded') ? 'green' : 'cyan';
}

function fieldsOf({ details }: HistoryEvent): Readonly<Record<string, unknown>> {
  return typeof details === 'object' && details !== null && !Array.isArray(details)
    ? (details as Readonly<Record<string, unknown>>)
    : {};
}
