/** A map that keeps the newest entries alone, so that it never grows past its size. */
export class Recent<V> {
  readonly #size: number;
  readonly #entries = new Map<string, V>();

  constructor(size: number) {
    this.#size = size;
  }

  set(key: string, value: V): void {
    // What is written again is the newest again.
    this.#entries.delete(key);
    this.#entries.set(key, value);
    if (this.#entries.size <= this.#size) return;
    const [oldest] = this.#entries.keys();
    if (oldest !== undefined) this.#entries.delete(oldest);
  }

  has(key: string): boolean {
    return this.#entries.has(key);
  }

  /** Removes an entry and gives its value; undefined where there is none. */
  take(key: string): V | undefined {
    const value = this.#entries.get(key);
    this.#entries.delete(key);
    return value;
  }
}
