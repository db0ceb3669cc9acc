/** Whether a value is a whole number within bounds, both included. */
export function isWhole(value: number, least: number, most: number = MOST_SECONDS): boolean {
  return Number.isInteger(value) && value >= least && value <= most;
}

/** The most that the service takes for a number of seconds or attempts. */
export const MOST_SECONDS = 99_999_999;
