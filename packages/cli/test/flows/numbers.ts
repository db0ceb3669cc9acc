/** Throws an error of its own kind unless a number is positive. */
export function mustBePositive(value: number): number {
  if (value > 0) return value;
  throw Object.assign(new RangeError(`${value} is not positive`), { name: 'NotPositive', value });
}
