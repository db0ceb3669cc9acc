import type { Io } from '../io.js';

const CODES = { red: 31, green: 32, yellow: 33, blue: 34, cyan: 36, dim: 2, bold: 1 } as const;

/** A style of a terminal. */
export type Style = keyof typeof CODES;

/** Styles text where colours may be used. */
export type Paint = (style: Style, text: string) => string;

/** The painter for an output. */
export function painter({ color }: Pick<Io, 'color'>): Paint {
  return color ? (style, text) => `\u001b[${CODES[style]}m${text}\u001b[0m` : (_, text) => text;
}
