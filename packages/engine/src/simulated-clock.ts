import type { Clock } from './ports.js';

interface Waiter {
  readonly due: number;
  readonly order: number;
  readonly resolve: () => void;
  isLive: boolean;
}

/**
 * A clock on which time passes only when there is nothing else to do: it goes straight to the next time that somebody
 * waits for. Waits resolve in the order of their times, those of one time in the order of their calls.
 *
 * Work takes no time on it unless it waits on it too. A task that really reads or computes for a while therefore counts
 * as standing still, and a timeout of its state may pass before it is done: give such tasks a real clock, or say with `busy`
 * that they are under way.
 *
 * @param start Milliseconds since the epoch. Default: the beginning of 2025.
 * @param busy Asked each time before time goes on: a promise holds it back, and is asked for again once it is resolved.
 */
export function simulatedClock(start: number = Date.UTC(2025, 0, 1), busy?: () => Promise<void> | undefined): Clock {
  const queue = new Queue();
  let now = start;
  let order = 0;
  let isScheduled = false;

  const tick = (): void => {
    const held = busy?.();
    if (held !== undefined) {
      void held.then(() => setImmediate(tick));
      return;
    }
    isScheduled = false;
    const waiter = queue.take();
    if (waiter === undefined) return;
    now = Math.max(now, waiter.due);
    waiter.resolve();
    schedule();
  };
  // After all that can go on at this moment has gone on.
  const schedule = (): void => {
    if (isScheduled || queue.live === 0) return;
    isScheduled = true;
    setImmediate(tick);
  };

  return {
    now: () => now,
    wait: (milliseconds, signal) =>
      new Promise((resolve, reject) => {
        const abort = (): void => {
          if (waiter.isLive) queue.drop(waiter);
          reject(signal.reason as Error);
        };
        order += 1;
        const waiter: Waiter = {
          due: now + Math.max(0, milliseconds),
          order,
          isLive: true,
          resolve: () => {
            signal.removeEventListener('abort', abort);
            resolve();
          },
        };
        queue.add(waiter);
        if (signal.aborted) {
          abort();
          return;
        }
        signal.addEventListener('abort', abort, { once: true });
        schedule();
      }),
  };
}

/** A heap of waiters; dropped ones leave when they come up, or when they have become the greater part. */
class Queue {
  #heap: Waiter[] = [];
  live = 0;

  add(waiter: Waiter): void {
    this.live += 1;
    this.#heap.push(waiter);
    let i = this.#heap.length - 1;
    while (i > 0) {
      const parent = (i - 1) >> 1;
      if (!this.#swapIfEarlier(i, parent)) break;
      i = parent;
    }
  }

  drop(waiter: Waiter): void {
    waiter.isLive = false;
    this.live -= 1;
    if (this.#heap.length < 64 || this.#heap.length < this.live * 2) return;
    // An ordered list is a heap.
    this.#heap = this.#heap.filter(({ isLive }) => isLive).sort((a, b) => (isEarlier(a, b) ? -1 : 1));
  }

  take(): Waiter | undefined {
    for (;;) {
      const first = this.#pop();
      if (first === undefined) return undefined;
      if (!first.isLive) continue;
      first.isLive = false;
      this.live -= 1;
      return first;
    }
  }

  #pop(): Waiter | undefined {
    const first = this.#heap[0];
    const last = this.#heap.pop();
    if (first === undefined || last === undefined || this.#heap.length === 0) return first;
    this.#heap[0] = last;
    let i = 0;
    for (;;) {
      const left = 2 * i + 1;
      const right = left + 1;
      const a = this.#heap[left];
      const b = this.#heap[right];
      if (a === undefined) break;
      const child = b !== undefined && isEarlier(b, a) ? right : left;
      if (!this.#swapIfEarlier(child, i)) break;
      i = child;
    }
    return first;
  }

  #swapIfEarlier(child: number, parent: number): boolean {
    const a = this.#heap[child];
    const b = this.#heap[parent];
    if (a === undefined || b === undefined || !isEarlier(a, b)) return false;
    this.#heap[child] = b;
    this.#heap[parent] = a;
    return true;
  }
}

function isEarlier(a: Waiter, b: Waiter): boolean {
  return a.due < b.due || (a.due === b.due && a.order < b.order);
}
