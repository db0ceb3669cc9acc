import { inspect } from 'node:util';
import type { LocalFailure, LocalOutcome } from '@flowmap/local';
import type { Io } from '../io.js';
import { machineMessage } from './machine-message.js';
import type { Paint } from './paint.js';
import { plain, toJson } from './plain-value.js';

/** Items of a collection that are shown to people; a program gets all of them. */
const SHOWN = 100;

/** The result of a flow on standard output: a text as it is, anything else as Node shows values; for programs one JSON line. */
export async function renderResult(
  value: unknown,
  { json, run }: { json: boolean; run: string },
  io: Io,
): Promise<void> {
  const resolved = await plain(value, json ? Infinity : SHOWN);
  if (json) {
    io.out(`${JSON.stringify({ type: 'result', run, status: 'SUCCEEDED', value: toJson(resolved) })}\n`);
    return;
  }
  if (resolved === undefined) return;
  const text =
    typeof resolved === 'string' ? resolved : inspect(resolved, { depth: 8, colors: io.color, maxArrayLength: 1000 });
  io.out(`${text}\n`);
}

/** Why a run failed: the task, its error with the author's lines, and what is kept. */
export function renderFailure(
  { run, outcome, failure }: LocalOutcome,
  { json, name }: { json: boolean; name: string },
  io: Io,
  paint: Paint,
): void {
  if (outcome.status === 'SUCCEEDED') return;
  const { status, error, cause } = outcome;
  if (json) {
    io.out(`${JSON.stringify({ type: 'result', run, status, error, cause, ...(failure && { failure }) })}\n`);
    return;
  }
  if (status === 'ABORTED') {
    io.err(`${name} was interrupted; what had finished is kept as run ${run}.\n`);
    return;
  }
  const word = status === 'TIMED_OUT' ? 'took longer than its timeout' : 'failed';
  const general = failure && failure.error.name === error;
  const said = machineMessage(error, cause) ?? [error, short(cause ?? '')].filter((part) => part !== '').join(': ');
  const why = general || error === undefined ? '' : `: ${said}`;
  io.err(`${paint('red', `${name} ${word}`)}${why}\n`);
  if (failure) {
    const { error: own } = failure;
    io.err(`  ${failure.task}, attempt ${failure.attempt}:\n${indent(describe(own))}\n`);
  }
  io.err(`  What had finished is kept as run ${run}.\n`);
}

/** An error of the author's with their lines; of ours, which has none of theirs, what it says. */
function describe({ name, message, stack, hint }: LocalFailure['error']): string {
  if (!name.startsWith('Flowmap.')) return stack ?? `${name}: ${message}`;
  return hint === undefined ? `${name}: ${message}` : `${name}: ${message}\n${hint}`;
}

function indent(text: string): string {
  return text
    .split('\n')
    .map((line) => `    ${line}`)
    .join('\n');
}

/** A cause that a service wrote may be JSON of any length. */
function short(cause: string): string {
  return cause.length > 2000 ? `${cause.slice(0, 2000)}…` : cause;
}
