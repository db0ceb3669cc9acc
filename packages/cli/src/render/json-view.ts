import type { NodeProgress } from '@flowmap/local';
import type { Io } from '../io.js';
import { watchChanges, type Change } from './changes.js';
import { taskName } from './words.js';
import type { View } from './view.js';

/** Milliseconds between two lines about the same foreach. */
const EVERY = 1000;

/** A run for programs: one JSON object a line on standard output, `type` first. Times are ISO 8601. */
export function jsonView({ out }: Pick<Io, 'out'>): View {
  const changes = watchChanges(EVERY);
  const line = (value: object): void => out(`${JSON.stringify(value)}\n`);
  return {
    event(event) {
      switch (event.type) {
        case 'run':
          line({ type: 'run', at: iso(event.at), deployment: event.deployment, run: event.run });
          return;
        case 'log':
          line({ type: 'log', ...event.line, at: iso(event.line.at) });
          return;
        case 'failure':
          line({
            type: 'failure',
            at: iso(event.at),
            task: taskName(event.place ?? event.task),
            attempt: event.task.try + 1,
            error: event.error,
          });
          return;
        default:
      }
    },
    show(nodes, now) {
      for (const change of changes.since(nodes, now)) line(describe(change, now));
    },
    close: () => undefined,
  };
}

function describe({ node, what }: Change, now: number): object {
  const { id, kind, state, started, ended } = node;
  return {
    type: kind,
    at: iso((what === 'started' ? started : ended) ?? now),
    id,
    state: what === 'started' ? 'running' : state,
    ...(kind === 'foreach' && numbers(node)),
    ...(what === 'done' && started !== undefined && ended !== undefined && { milliseconds: ended - started }),
  };
}

function numbers({ total, done, running, failed, rate }: NodeProgress): object {
  return { ...(total !== undefined && { total }), done, running, failed, ...(rate !== undefined && { rate }) };
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
