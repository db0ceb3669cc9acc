import type { Settings } from './bucket.js';

/** What {@link Settings} are, to be kept. */
export interface SettingsRecord {
  readonly documents: Readonly<Record<string, string>>;
  readonly takenAway: readonly string[];
}

/** Settings in memory, which tell of each change. */
export class SettingsMap extends Map<string, string> implements Settings {
  readonly #takenAway: Set<string>;
  readonly #onChange: ((now: SettingsRecord) => void) | undefined;

  constructor(before?: SettingsRecord, onChange?: (now: SettingsRecord) => void) {
    super();
    for (const [name, document] of Object.entries(before?.documents ?? {})) super.set(name, document);
    this.#takenAway = new Set(before?.takenAway);
    this.#onChange = onChange;
  }

  override set(name: string, document: string): this {
    super.set(name, document);
    this.#takenAway.delete(name);
    this.#changed();
    return this;
  }

  takeAway(name: string): void {
    super.delete(name);
    this.#takenAway.add(name);
    this.#changed();
  }

  isTakenAway(name: string): boolean {
    return this.#takenAway.has(name);
  }

  #changed(): void {
    this.#onChange?.({ documents: Object.fromEntries(this), takenAway: [...this.#takenAway] });
  }
}
