import type { Diagnostic } from '../diagnostic.js';
import { eventTemplate } from '../event-template.js';
import type { FlowGraph } from '../flow-graph.js';
import { paramUsesOf } from '../param-uses.js';
import { checkParams } from '../parameters.js';
import { expressionProblem } from '../schedule-expression.js';
import type { EndStatus, FlowEndTrigger, GivenParams, ObjectTrigger, Schedule, Trigger } from '../starts.js';
import type { Check } from './check.js';
import { fault } from './check.js';

const NAME = /^[A-Za-z][A-Za-z0-9_-]{0,31}$/;
/** Names of deployments. */
const DEPLOYMENT = /^[A-Za-z][A-Za-z0-9_-]{0,79}$/;
const TARGET = /^arn:[^:]+:(?:sns:[^:]+:\d{12}:[^:]+|events:[^:]+:\d{12}:event-bus\/[^:]+)$/;
const BUCKET = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;

/** Most characters of the input of a rule's target, or of its template. Source: Amazon EventBridge API reference, Target and InputTransformer. */
const LONGEST_INPUT = 8_192;

/** Most bytes that a run is started with, and that the scheduler sends. Source: AWS Step Functions developer guide, "Service quotas". */
const MOST_BYTES = 262_144;

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
    yield* fitting(`The schedule ${name}`, bytesOf(schedule), MOST_BYTES, 'bytes');
  }
  for (const [name, trigger] of Object.entries(graph.triggers ?? {})) {
    yield* named('trigger', name);
    yield* taken(graph, name, trigger);
    yield* fitting(`The trigger ${name}`, eventTemplate(trigger).length, LONGEST_INPUT, 'characters');
    yield* trigger.on === 'flow-end' ? ended(name, trigger) : created(name, trigger);
  }
  for (const { target, status } of graph.notify ?? []) {
    if (!TARGET.test(target)) {
      yield odd(`Failures are told to ${JSON.stringify(target)}`, 'Give the ARN of an SNS topic or of an event bus.');
    }
    yield* someStatus(`What is told to ${target}`, status);
  }
};

/** What a start hands over has to fit into the service that hands it over. */
function* fitting(what: string, length: number, most: number, unit: string): Generator<Diagnostic> {
  if (length <= most) return;
  yield odd(
    `${what} gives parameters of ${length} ${unit} as JSON, and AWS takes ${most} there`,
    'Put what is long into an object of a bucket, and give its key as the parameter.',
  );
}

/** Bytes of what the scheduler sends; to the starter it is a text within JSON. */
function bytesOf({ params = {}, overlap }: Schedule): number {
  const input = JSON.stringify(params);
  return new TextEncoder().encode(overlap === 'skip' ? JSON.stringify({ input }) : input).length;
}

function* ended(name: string, { flow, status }: FlowEndTrigger): Generator<Diagnostic> {
  if (!DEPLOYMENT.test(flow)) {
    yield odd(
      `The trigger ${name} is of the flow ${JSON.stringify(flow)}, which none can be named`,
      'Give the name under which the other flow is deployed.',
    );
  }
  yield* someStatus(`The trigger ${name}`, status);
}

function* someStatus(what: string, status: readonly EndStatus[]): Generator<Diagnostic> {
  if (status.length > 0) return;
  yield odd(
    `${what} is of no status`,
    'Name one or more of SUCCEEDED, FAILED, TIMED_OUT and ABORTED, or leave it out.',
  );
}

function* created(name: string, { bucket }: ObjectTrigger): Generator<Diagnostic> {
  if (BUCKET.test(bucket)) return;
  yield odd(
    `The trigger ${name} is of the bucket ${JSON.stringify(bucket)}, which is no bucket's name`,
    'Give the name alone.',
  );
}

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

/** Offsets, which the language takes as well, are none to the service. */
function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false;
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
