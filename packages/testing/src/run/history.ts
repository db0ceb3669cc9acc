import type { Json } from '@flowmap/graph';
import type { HistoryEvent } from '@flowmap/engine';

/** A failed execution: the root, or a child of a distributed map. */
export interface FailedExecution {
  readonly execution: string;
  readonly error?: string;
  readonly cause?: string;
}

/** What a run took, counted from the histories of all its executions. */
export interface RunCounts {
  /** State transitions, as the service bills them: states entered in STANDARD executions, and children started. */
  readonly transitions: number;
  /** Executions, the root included. */
  readonly executions: number;
  /** Of these, EXPRESS ones: what happens in them is no transition, and their histories have no end. */
  readonly express: number;
  readonly mapRuns: number;
  /** Events in the root's history. */
  readonly rootEvents: number;
  /** Events in the longest history of a STANDARD child. */
  readonly childEvents: number;
  /** Requests that the states made, by API as a forecast names it: `lambda:invoke`. */
  readonly requests: { readonly [api: string]: number };
  /** How often each state was entered. */
  readonly entered: ReadonlyMap<string, number>;
  /** Bytes of the largest input or output of a state. */
  readonly stateDataBytes: number;
  /** Every failed execution, in the order of their ends. */
  readonly failures: readonly FailedExecution[];
}

/** Counts events as they come, and keeps none. */
export function counter(): { count(event: HistoryEvent): void; counts(): RunCounts } {
  const events = new Map<string, number>();
  const entered = new Map<string, number>();
  const failures: FailedExecution[] = [];
  const requests: { [api: string]: number } = {};
  let root: string | undefined;
  let transitions = 0;
  let mapRuns = 0;
  let stateDataBytes = 0;
  const measure = (data: Json | undefined): void => {
    if (data !== undefined) stateDataBytes = Math.max(stateDataBytes, Buffer.byteLength(JSON.stringify(data)));
  };
  return {
    count({ type, execution, details }) {
      root ??= execution;
      events.set(execution, (events.get(execution) ?? 0) + 1);
      const { name, resource, resourceType, input, output, error, cause } = (details ?? {}) as Details;
      if (type === 'ExecutionStarted' && execution !== root) transitions += 1;
      if (type === 'MapRunStarted') mapRuns += 1;
      if (type === 'TaskScheduled') {
        const api = `${resourceType ?? ''}:${resource ?? ''}`;
        requests[api] = (requests[api] ?? 0) + 1;
      }
      if (type.endsWith('StateEntered') && name !== undefined) {
        if (!isExpress(execution)) transitions += 1;
        entered.set(name, (entered.get(name) ?? 0) + 1);
        measure(input);
      }
      if (type.endsWith('StateExited')) measure(output);
      if (type === 'ExecutionFailed') {
        failures.push({
          execution,
          ...(error === undefined ? {} : { error }),
          ...(cause === undefined ? {} : { cause }),
        });
      }
    },
    counts() {
      const standard = [...events].filter(([execution]) => execution !== root && !isExpress(execution));
      return {
        transitions,
        executions: events.size,
        express: [...events.keys()].filter(isExpress).length,
        mapRuns,
        rootEvents: root === undefined ? 0 : (events.get(root) ?? 0),
        childEvents: standard.reduce((most, [, count]) => Math.max(most, count), 0),
        requests,
        entered,
        stateDataBytes,
        failures,
      };
    },
  };
}

/** The service says in an ARN what kind of execution it is of. */
function isExpress(execution: string): boolean {
  return execution.split(':')[5] === 'express';
}

interface Details {
  readonly name?: string;
  readonly resource?: string;
  readonly resourceType?: string;
  readonly input?: Json;
  readonly output?: Json;
  readonly error?: string;
  readonly cause?: string;
}
