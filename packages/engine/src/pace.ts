/** Lines of states that compute at the same time, at most. More would only keep more half-done work in memory. */
const BUSY = 32;

/**
 * Holds new iterations back while enough others are computing. What waits for a task or for the clock does not count,
 * so that a map still has as many tasks in flight as it may.
 */
export class Pace {
  /** The execution itself is the first line. */
  #busy = 1;
  readonly #waiting = new Set<() => void>();

  /** A new line begins; a promise where it has to wait for its turn. */
  begin(): void | Promise<void> {
    if (this.#busy < BUSY) {
      this.#busy += 1;
      return;
    }
    return new Promise((resolve) => this.#waiting.add(resolve));
  }

  /** A line ends, or waits for something outside. */
  rest(): void {
    this.#busy -= 1;
    if (this.#busy >= BUSY) return;
    const [first] = this.#waiting;
    if (first === undefined) return;
    this.#waiting.delete(first);
    this.#busy += 1;
    first();
  }

  /** A line that rested goes on, whoever else is busy. */
  resume(): void {
    this.#busy += 1;
  }
}
