import type { Diagnostic } from '../diagnostic.js';
import type { FlowGraph } from '../flow-graph.js';
import { paramUsesOf } from '../param-uses.js';
import { checkParams } from '../parameters.js';
import { expressionProblem, type GivenParams, type Schedule, type Trigger } from '../starts.js';
import type { Check } from './check.js';
import { fault } from './check.js';

const NAME = /^[A-Za-z][A-Za-z0-9_-]{0,31}$/;
const BUCKET = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;

/** What an event's values are. */
const TYPES = {
  run: 'string',
  status: 'string',
  key: 'string',
  bucket: 'string',
  etag: 'string',
  size: 'integer',
} as const;

/** Schedules and triggers have names, times that exist, and all parameters that a run needs. */
export const checkStarts: Check = function* (graph) {
  for (const [name, schedule] of Object.entries(graph.schedules ?? {})) {
    yield* named('schedule', name);
    yield* timed(name, schedule);
    yield* parametrised(graph, `The schedule ${name}`, schedule.params ?? {});
  }
  for (const [name, trigger] of Object.entries(graph.triggers ?? {})) {
    yield* named('trigger', name);
    yield* taken(graph, name, trigger);
    if (trigger.on === 's3-object' && !BUCKET.test(trigger.bucket)) {
      yield odd(
        `The trigger ${name} is of the bucket ${JSON.stringify(trigger.bucket)}, which is no bucket's name`,
        'Give the name alone.',
      );
    }
  }
  for (const { target } of graph.notify ?? []) {
    if (/^arn:[^:]+:(sns|events):/u.test(target)) continue;
    yield odd(`Failures are told to ${JSON.stringify(target)}`, 'Give the ARN of an SNS topic or of an event bus.');
  }
};

function odd(message: string, hint: string): Diagnostic {
  return fault('FLOW1024', '', message, hint);
}

function* named(what: string, name: string): Generator<Diagnostic> {
  if (NAME.test(name)) return;
  yield odd(
    `A ${what} cannot be named ${JSON.stringify(name)}`,
    'Use letters, digits, _ and -, a letter first, at most 32 characters.',
  );
}

function* timed(name: string, { expression, timeZone }: Schedule): Generator<Diagnostic> {
  const problem = expressionProblem(expression);
  if (problem !== undefined)
    yield odd(
      `The schedule ${name} is ${problem}`,
      "Write { cron: '0 3 * * ? *' }, { every: '1 hour' } or { at: '2026-12-01T06:00:00' }.",
    );
  if (timeZone !== undefined && !isTimeZone(timeZone)) {
    yield odd(
      `The schedule ${name} has the time zone ${JSON.stringify(timeZone)}`,
      "Give a name of the IANA database: 'Europe/Berlin'.",
    );
  }
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

function* parametrised(graph: FlowGraph, what: string, given: GivenParams): Generator<Diagnostic> {
  const checked = checkParams(graph.params, given, paramUsesOf(graph));
  if (checked.ok) return;
  yield odd(
    `${what} gives parameters that a run refuses: ${checked.problems.join('; ')}`,
    'Give each required parameter, as its type is.',
  );
}

/** What comes from the event stands in for any value of its type. */
function* taken(graph: FlowGraph, name: string, trigger: Trigger): Generator<Diagnostic> {
  const from: { readonly [param: string]: keyof typeof TYPES } = trigger.from ?? {};
  for (const [param, value] of Object.entries(from)) {
    const type = graph.params[param]?.type;
    const fits = type === 'json' || type === TYPES[value] || (type === 'number' && TYPES[value] === 'integer');
    if (type !== undefined && !fits) {
      yield odd(
        `The trigger ${name} gives ${value} to the parameter ${param}, which is of type ${type}`,
        `Make it param.${TYPES[value]}().`,
      );
    }
  }
  const specs = Object.fromEntries(Object.entries(graph.params).filter(([param]) => !(param in from)));
  const unknown = Object.keys(from).filter((param) => !(param in graph.params));
  const others = { ...graph, params: specs };
  yield* parametrised(others, `The trigger ${name}`, {
    ...trigger.params,
    ...Object.fromEntries(unknown.map((param) => [param, null])),
  });
}
