/** A length of time: seconds as a number, or `'30s'`, `'5m'`, `'2h'`, `'1d'`. */
export type Duration = number | `${number}${'s' | 'm' | 'h' | 'd'}`;

const SECONDS: { readonly [unit: string]: number } = { s: 1, m: 60, h: 3600, d: 86_400 };

/** The seconds of a duration, rounded up to a whole one; undefined when it is none. */
export function secondsOf(duration: unknown): number | undefined {
  if (typeof duration === 'number') return Number.isFinite(duration) ? Math.ceil(duration) : undefined;
  if (typeof duration !== 'string') return undefined;
  const [, amount, unit] = /^(\d+(?:\.\d+)?)([smhd])$/.exec(duration) ?? [];
  const factor = SECONDS[unit ?? ''];
  return factor === undefined ? undefined : Math.ceil(Number(amount) * factor);
}
