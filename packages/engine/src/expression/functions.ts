import { HASH_ALGORITHMS, hashOf } from '../hash.js';
import type { Ports } from '../ports.js';

/** Elements that `$range` gives at most, as measured on the service. */
const LONGEST_RANGE = 360_145;

function integer(name: string, argument: unknown): number {
  if (typeof argument !== 'number') throw new Error(`Argument of function "${name}" is not a number`);
  return Math.floor(argument);
}

function partition(list: unknown, size: unknown): unknown {
  if (list === undefined) return undefined;
  const items: readonly unknown[] = Array.isArray(list) ? list : [list];
  const length = integer('partition', size);
  if (length < 1) throw new Error('The size of a chunk of "partition" must be at least 1');
  const chunks: unknown[] = [];
  for (let i = 0; i < items.length; i += length) chunks.push(items.slice(i, i + length));
  return chunks;
}

function range(first: unknown, last: unknown, step: unknown): unknown {
  const from = integer('range', first);
  const to = integer('range', last);
  const by = step === undefined ? 1 : integer('range', step);
  if (by === 0) throw new Error('The step of "range" must not be 0');
  if ((to - from) / by + 1 > LONGEST_RANGE) throw new Error('The result of "range" is too long');
  const values: number[] = [];
  for (let value = from; by > 0 ? value <= to : value >= to; value += by) values.push(value);
  // One element is given as itself, as the service does.
  return values.length === 1 ? values[0] : values;
}

function hash(text: unknown, algorithm: unknown): unknown {
  if (text === undefined) return undefined;
  const digest = typeof text === 'string' ? hashOf(text, algorithm) : undefined;
  if (digest === undefined) throw new Error(`"hash" takes a string and one of ${HASH_ALGORITHMS.join(', ')}`);
  return digest;
}

function parse(text: unknown): unknown {
  if (text === undefined) return undefined;
  if (typeof text !== 'string') throw new Error('Argument of function "parse" is not a string');
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new Error(`"parse": ${(error as Error).message}`, { cause: error });
  }
}

/** The service's additions to JSONata that need nothing from outside, by name without `$`. */
export const ADDED_FUNCTIONS: Readonly<Record<string, (...args: unknown[]) => unknown>> = {
  partition,
  range,
  hash,
  parse,
};

/** Names of functions that need a port, and so are bound at each evaluation of an expression that names them. */
export const PORT_FUNCTIONS: RegExp = /\$(random|uuid|now|millis|shuffle)\b/;

/** The functions that take their randomness and time from the ports. */
export function portFunctions(ports: Ports): Record<string, (...args: unknown[]) => unknown> {
  return {
    random: (seed) => (typeof seed === 'number' ? seeded(seed) : ports.random()),
    uuid: () => ports.uuid(),
    millis: () => ports.clock.now(),
    now: () => new Date(ports.clock.now()).toISOString(),
    shuffle: (list) => (Array.isArray(list) ? shuffled(list, ports) : list),
  };
}

/** One number from a seed: the same for the same seed. The service's own numbers are not published. */
export function seeded(seed: number): number {
  let state = (Math.floor(seed) + 0x6d2b79f5) | 0;
  state = Math.imul(state ^ (state >>> 15), state | 1);
  state ^= state + Math.imul(state ^ (state >>> 7), state | 61);
  return ((state ^ (state >>> 14)) >>> 0) / 4_294_967_296;
}

function shuffled(list: readonly unknown[], ports: Ports): unknown[] {
  const result = [...list];
  for (let i = result.length - 1; i > 0; i -= 1) {
    const j = Math.floor(ports.random() * (i + 1));
    [result[i], result[j]] = [result[j], result[i]];
  }
  return result;
}
