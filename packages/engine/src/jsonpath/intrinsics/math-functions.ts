import type { Json } from '@flowmap/asl/language';
import { seeded } from '../../expression/functions.js';
import type { Ports } from '../../ports.js';
import { type Arguments, isInt32 } from './arguments.js';

/** States.MathAdd: the sum of two numbers that are rounded first, halves upwards. All three are 32-bit integers. */
export function mathAdd(args: Arguments): Json {
  const numbers = [Math.round(args.number(0)), Math.round(args.number(1))] as const;
  const sum = numbers[0] + numbers[1];
  if (![...numbers, sum].every(isInt32)) return args.refuse('the numbers and their sum must be 32-bit integers');
  // Not the negative zero.
  return sum + 0;
}

/** States.MathRandom: a whole number from the first, included, to the second, excluded; the same for the same seed. */
export function mathRandom(args: Arguments, ports: Ports): Json {
  const [from, to] = [args.integer(0), args.integer(1)];
  if (from >= to) return args.refuse('the first number must be less than the second');
  const fraction = args.values.length > 2 ? seeded(args.number(2)) : ports.random();
  return from + Math.floor(fraction * (to - from));
}
