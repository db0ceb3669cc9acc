import { Mistake } from '../mistake.js';

/** The whole number that an option was given; undefined where it was not. Throws a {@link Mistake}. */
export function wholeNumber(text: string | undefined, option: string, least: number): number | undefined {
  if (text === undefined) return undefined;
  const number = Number(text);
  if (/^\d+$/.test(text) && Number.isSafeInteger(number) && number >= least) return number;
  throw new Mistake(`${option} is ${JSON.stringify(text)}, which is no whole number from ${least} on.`);
}
