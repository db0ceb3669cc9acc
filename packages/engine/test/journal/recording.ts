import type { Json, StateMachine } from '@flowmap/asl/language';
import {
  type HistoryEvent,
  type Outcome,
  run,
  type RunOptions,
  simulatedClock,
  type TaskRequest,
} from '../../src/index.js';

/** One run, or one part of it, with what it did. */
export interface Recording {
  readonly outcome: Outcome;
  readonly events: readonly HistoryEvent[];
  /** Each call of a task: its state, its arguments and its attempt. */
  readonly calls: readonly string[];
}

/** What a task does: the answer, and how long it takes. Throw to fail. */
export type Work = (request: TaskRequest, key: string) => Json;

/** Runs a machine whose tasks take some milliseconds each, so that side by side they end in some order. */
export async function recordedRun(
  definition: StateMachine,
  input: Json,
  work: Work,
  options: RunOptions & { readonly from?: number; readonly seed?: number } = {},
): Promise<Recording> {
  const events: HistoryEvent[] = [];
  const calls: string[] = [];
  const clock = simulatedClock(options.from ?? 0);
  const seed = options.seed ?? 0;
  let ids = seed * 1000;
  const outcome = await run(
    definition,
    input,
    {
      async task(request) {
        const key = keyOf(request.state, request.arguments, request.attempt);
        calls.push(key);
        await clock.wait(1 + (hash(key) % 50), request.signal);
        return work(request, key);
      },
      clock,
      random: () => (hash(`${seed} ${(ids += 1)}`) % 1000) / 1000,
      uuid: () => `id-${seed}-${(ids += 1)}`,
      // As it comes back from a file.
      record: (event) => void events.push(JSON.parse(JSON.stringify(event)) as HistoryEvent),
    },
    options,
  );
  return { outcome, events, calls };
}

export function keyOf(state: string, args: Json, attempt: number): string {
  return `${state} ${JSON.stringify(args)} ${attempt}`;
}

/** A number that follows from a text. */
export function hash(text: string): number {
  let value = 7;
  for (let i = 0; i < text.length; i += 1) value = (Math.imul(value, 31) + text.charCodeAt(i)) | 0;
  return Math.abs(value);
}
