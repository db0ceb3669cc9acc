import { hasEnded, type RunRef, type RunState, watchRun } from '@flowmap/deploy';
import { FlowError, isFlowError } from '@flowmap/graph';
import type { Io } from '../io.js';
import { jsonView } from '../render/json-view.js';
import { liveView } from '../render/live-view.js';
import { painter } from '../render/paint.js';
import { plainView } from '../render/plain-view.js';
import type { View } from '../render/view.js';
import { runProgress } from './run-progress.js';
import type { Operation } from './with-operation.js';

/** Milliseconds between two looks: at first, and at most. */
const FIRST_PAUSE = 1_000;
const LONGEST_PAUSE = 10_000;
const GROWTH = 1.2;

/** Milliseconds between two drawings on a terminal, where times go on. */
const TICK = 250;

/** Shows a run until it has ended or the user interrupts, and gives how it stands then. */
export async function followRun(
  operation: Operation,
  ref: RunRef,
  { json }: { readonly json: boolean },
  io: Io,
): Promise<RunState> {
  const { site, signal } = operation;
  const watch = watchRun(operation, ref, Date.now);
  let state = await watch.look();
  tellUnread(state, io);
  const view = viewOf(json, io, `${ref.deployment}/${ref.run}`);
  const show = (): void => view.show(runProgress(state), Date.now());
  view.event({ type: 'run', at: Date.parse(state.started), deployment: ref.deployment, run: ref.run });
  const ticking = io.terminal && !json ? setInterval(show, TICK) : undefined;
  try {
    for (let pause = FIRST_PAUSE; ; pause = Math.min(LONGEST_PAUSE, pause * GROWTH)) {
      show();
      if (hasEnded(state) || signal.aborted) return state;
      await site.wait(pause);
      if (signal.aborted) return state;
      state = await watch.look();
    }
  } catch (error) {
    throw unseen(error, ref);
  } finally {
    clearInterval(ticking);
    view.close();
  }
}

/** A run that cannot be seen any more goes on all the same. */
function unseen(error: unknown, { deployment, run }: RunRef): unknown {
  if (!isFlowError(error)) return error;
  const { code, message, cause, hint } = error;
  const more = `The run goes on: flow-cli status ${deployment}/${run} --follow shows it again.`;
  return new FlowError(code, message, { cause, hint: hint === undefined ? more : `${hint} ${more}` });
}

/** Says why there are no counts. A run is followed all the same. */
export function tellUnread({ unread }: RunState, io: Io): void {
  if (unread === undefined) return;
  io.err(`${painter(io)('yellow', 'warning')} The counts of its foreachs cannot be read: ${unread}\n`);
}

function viewOf(json: boolean, io: Io, title: string): View {
  if (json) return jsonView(io);
  return io.terminal ? liveView(io.terminal, title, painter(io)) : plainView(io);
}
