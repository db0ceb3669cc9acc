import type { Json } from '@flowmap/asl/language';
import { isList } from '../shapes.js';

/** A call whose arguments do not fit. The message is the end of the service's sentence. */
export class IntrinsicError extends Error {
  override readonly name = 'IntrinsicError';
}

/** The arguments of one call, by position; each reader throws IntrinsicError where one is not as it must be. */
export class Arguments {
  readonly name: string;
  readonly values: readonly Json[];

  constructor(name: string, values: readonly Json[]) {
    this.name = name;
    this.values = values;
  }

  at(index: number): Json {
    return this.values[index] as Json;
  }

  list(index: number): readonly Json[] {
    const value = this.at(index);
    return isList(value) ? value : this.refuse(`argument ${index + 1} must be an array`);
  }

  /** At most `longest` characters. */
  text(index: number, longest: number = Infinity): string {
    const value = this.at(index);
    if (typeof value !== 'string') return this.refuse(`argument ${index + 1} must be a string`);
    return value.length <= longest ? value : this.refuse(`argument ${index + 1} is longer than ${longest} characters`);
  }

  number(index: number): number {
    const value = this.at(index);
    return typeof value === 'number' ? value : this.refuse(`argument ${index + 1} must be a number`);
  }

  /** Without its fraction. The documentation speaks of rounding; the service was seen to cut the fraction off. */
  integer(index: number): number {
    const value = Math.trunc(this.number(index));
    return isInt32(value) ? value : this.refuse(`argument ${index + 1} is no 32-bit integer`);
  }

  /** What the service says is measured up to the name of the function; the rest of the sentence is not. */
  refuse(fault: string): never {
    throw new IntrinsicError(`Invalid arguments in States.${this.name}: ${fault}`);
  }
}

/** Whether a whole number is one that Java's `int` holds. */
export function isInt32(value: number): boolean {
  return value === (value | 0);
}
