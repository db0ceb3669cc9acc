import type { StoredOutcome } from '@flowmap/store';
import type { ItemRange } from '../read/batches.js';

/** Outcomes of neighbouring items. */
export interface Part {
  readonly from: number;
  readonly outcomes: readonly StoredOutcome[];
}

/** What is known of the items of a range. */
export interface Ledger {
  /** Notes an outcome that is stored already. The first word on an item is the last. */
  fill(position: number, outcome: StoredOutcome): void;
  /** Notes an outcome that is stored nowhere yet. */
  enter(position: number, outcome: StoredOutcome): void;
  /** The gaps: items without an outcome, in order. */
  gaps(): readonly ItemRange[];
  /** How many items this attempt has ended. */
  readonly entered: number;
  /** Characters, about, of what is stored nowhere yet. */
  readonly unsaved: number;
  /** What is stored nowhere yet, as parts of neighbours; from now on it counts as stored. */
  takeUnsaved(): readonly Part[];
  /** All outcomes in order, those of each stretch of neighbours by themselves, when there is none missing. */
  complete(): readonly Part[] | undefined;
}

/** An empty ledger for items that lie in stretches, in order. */
export function rangeLedger(ranges: readonly ItemRange[]): Ledger {
  const outcomes = new Map<number, StoredOutcome>();
  let fresh: number[] = [];
  let entered = 0;
  let unsaved = 0;
  const positions = new Set(ranges.flatMap(({ from, to }) => Array.from({ length: to - from }, (_, k) => from + k)));
  const fill = (position: number, outcome: StoredOutcome): boolean => {
    if (!positions.has(position) || outcomes.has(position)) return false;
    outcomes.set(position, outcome);
    return true;
  };
  return {
    fill,
    enter(position, outcome) {
      if (!fill(position, outcome)) return;
      fresh.push(position);
      entered += 1;
      unsaved += sizeOf(outcome);
    },
    gaps() {
      const gaps: { from: number; to: number }[] = [];
      for (const position of positions) {
        if (outcomes.has(position)) continue;
        const last = gaps.at(-1);
        if (last?.to === position) last.to = position + 1;
        else gaps.push({ from: position, to: position + 1 });
      }
      return gaps;
    },
    get entered() {
      return entered;
    },
    get unsaved() {
      return unsaved;
    },
    takeUnsaved() {
      const parts: { from: number; outcomes: StoredOutcome[] }[] = [];
      for (const position of fresh.sort((a, b) => a - b)) {
        const outcome = outcomes.get(position);
        if (!outcome) continue;
        const last = parts.at(-1);
        if (last && last.from + last.outcomes.length === position) last.outcomes.push(outcome);
        else parts.push({ from: position, outcomes: [outcome] });
      }
      fresh = [];
      unsaved = 0;
      return parts;
    },
    complete() {
      if (outcomes.size < positions.size) return undefined;
      return ranges.map(({ from, to }) => {
        const all = Array.from({ length: to - from }, (_, k) => outcomes.get(from + k));
        return { from, outcomes: all.filter((one) => one !== undefined) };
      });
    },
  };
}

function sizeOf(outcome: StoredOutcome): number {
  if (!outcome.ok) return outcome.error.message.length + (outcome.error.stack?.length ?? 0);
  return 'text' in outcome.value ? outcome.value.text.length : outcome.value.key.length;
}
