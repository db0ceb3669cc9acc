import type { Flow } from '@flowmap/flow';
import type { Answer, Invocation } from '@flowmap/graph';
import type { StoredError } from '@flowmap/store';
import { dispatch } from './dispatch.js';
import type { PlacePorts } from './entry-ports.js';
import { taskFailure } from './errors/task-failure.js';
import type { LogLine } from './ports.js';
import { processClock } from './process-clock.js';

/** What a pool says to a worker process: run a task under a number of its own, or give one up. */
export type WorkerRequest =
  { readonly id: number; readonly invocation: Invocation } | { readonly id: number; readonly abort: true };

/** What a worker process says to its pool. */
export type WorkerReply =
  | { readonly id: number; readonly answer: Answer }
  | { readonly id: number; readonly error: StoredError }
  | { readonly log: LogLine };

/** The two directions between a worker and its pool; `process` of a forked child is one. */
export interface WorkerChannel {
  on(event: 'message', listener: (message: WorkerRequest) => void): unknown;
  send?(message: WorkerReply): unknown;
}

/**
 * Serves the tasks of a flow to a pool in another process, as many at once as the pool sends, until the channel ends. Answers are
 * taken as lost, since a pool also stands for computes that drop them.
 *
 * @example
 * serveWorker(flow, { objects, metadata, deployment }, process);
 */
export function serveWorker(flow: Flow, ports: PlacePorts, channel: WorkerChannel): void {
  const running = new Map<number, AbortController>();
  const send = (message: WorkerReply): void => void channel.send?.(message);
  const start = async (id: number, invocation: Invocation): Promise<void> => {
    const control = new AbortController();
    running.set(id, control);
    try {
      const answer = await dispatch(flow, invocation, {
        clock: processClock(),
        log: (log) => send({ log }),
        answersLost: true,
        ...ports,
        signal: control.signal,
      });
      send({ id, answer });
    } catch (thrown) {
      send({ id, error: taskFailure(thrown).error });
    } finally {
      running.delete(id);
    }
  };
  channel.on('message', (message) => {
    if ('invocation' in message) void start(message.id, message.invocation);
    else running.get(message.id)?.abort(new Error('the task was given up'));
  });
}
