import type { Thread } from '../execution.js';
import type { HistoryEvent } from '../ports.js';
import { Stopped } from '../failure.js';
import type { Stop } from '../stop.js';
import { byLine } from './lines.js';
import { PastError } from './past-error.js';

/** The recorded events of one line of states, and how many of them have happened again. */
interface Line {
  readonly events: readonly HistoryEvent[];
  taken: number;
}

/**
 * What was recorded of an execution, while it happens again: its states run once more, and each event that they would
 * record is taken from here instead, in the recorded order. Whatever has no event here waits until all events have been
 * taken; from then on the execution goes on.
 */
export class Past {
  readonly #lines = new Map<string, Line>();
  readonly #order: readonly number[];
  #position = 0;
  readonly #turns = new Map<number, () => void>();
  readonly #listeners = new Set<() => void>();
  readonly #ended: () => void;

  /** `events` in their order; `ended` is called when the last has been taken. */
  constructor(events: readonly HistoryEvent[], ended: () => void) {
    for (const [key, line] of byLine(events)) this.#lines.set(key, { events: line, taken: 0 });
    this.#order = events.map(({ id }) => id);
    this.#ended = ended;
  }

  /** The next event of a line that has not happened again yet, or one of those behind it. */
  peek(line: string, ahead = 0): HistoryEvent | undefined {
    const found = this.#lines.get(line);
    return found?.events[found.taken + ahead];
  }

  /**
   * Takes the next event of a thread's line when its turn has come; undefined where there is none and the execution goes
   * on from here. Throws PastError when another event was recorded, and Stopped when the thread was stopped meanwhile.
   */
  async take(thread: Thread, type: string): Promise<HistoryEvent | undefined> {
    const line = this.#lines.get(thread.line);
    const next = line?.events[line.taken];
    if (line === undefined || next === undefined) {
      await this.live(thread);
      return undefined;
    }
    if (next.type !== type) {
      // What stopped this line has its turn first.
      if (next.type.endsWith('Aborted')) await this.live(thread);
      throw new PastError(
        `The recorded history has ${next.type} as event ${next.id} where the state machine comes to ${type}: it belongs to another definition`,
      );
    }
    if (this.#order[this.#position] !== next.id) {
      await resting(thread, () => new Promise<void>((resolve) => this.#turns.set(next.id, resolve)));
    }
    line.taken += 1;
    this.#advance();
    return next;
  }

  /** Waits until everything that was recorded has happened again. Throws Stopped when stopped before. */
  async live(thread: Thread): Promise<void> {
    if (this.#position >= this.#order.length) return;
    await resting(thread, () => this.#untilLive(thread.stop));
  }

  #untilLive(stop: Stop): Promise<void> {
    return new Promise<void>((resolve, reject) => {
      if (stop.reason !== undefined) {
        reject(new Stopped(stop.reason));
        return;
      }
      const leave = stop.listen((reason) => {
        this.#listeners.delete(begin);
        reject(new Stopped(reason));
      });
      const begin = (): void => {
        leave();
        resolve();
      };
      this.#listeners.add(begin);
    });
  }

  #advance(): void {
    this.#position += 1;
    const next = this.#order[this.#position];
    if (next === undefined) {
      this.#ended();
      for (const listener of this.#listeners) listener();
      this.#listeners.clear();
      return;
    }
    const turn = this.#turns.get(next);
    this.#turns.delete(next);
    turn?.();
  }
}

/** A line that waits for the others must not keep them from computing. */
async function resting(thread: Thread, wait: () => Promise<void>): Promise<void> {
  const { pace } = thread.execution.environment;
  pace.rest();
  try {
    await wait();
  } finally {
    pace.resume();
  }
}
