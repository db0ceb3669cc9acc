import type { Flow } from '@flowmap/flow';
import type { Answer, Invocation, Json } from '@flowmap/graph';
import type { MetadataStore, ObjectStore } from '@flowmap/store';
import { memoryMetadata, memoryObjects } from '@flowmap/store/memory';
import { dispatch } from '../../src/dispatch.js';
import type { LogLine, TaskPorts } from '../../src/ports.js';
import { readResult } from '../../src/read-result.js';
import { virtualClock, type VirtualClock } from './virtual-clock.js';

/** The name under which every flow of these tests is deployed. */
export const DEPLOYMENT = 'test';
/** The run of these tests. */
export const RUN = 'r1';

/** A flow with stores in memory, a run that is open, and time that passes by itself. */
export interface World {
  readonly flow: Flow;
  readonly objects: ObjectStore;
  readonly metadata: MetadataStore;
  readonly clock: VirtualClock;
  readonly logs: LogLine[];
  ports(more?: Partial<TaskPorts>): TaskPorts;
  /** Runs a step, handler, foreach or choose. */
  task(step: string, i?: string, more?: Partial<Invocation>, ports?: Partial<TaskPorts>): Promise<Answer>;
  range(step: string, from: number, to: number, i?: string, ports?: Partial<TaskPorts>): Promise<Answer>;
  result(): Promise<unknown>;
  keys(prefix?: string): Promise<string[]>;
}

/** Opens a world. */
export async function openWorld(
  flow: Flow,
  {
    params = {},
    objects = memoryObjects(),
  }: { params?: { readonly [name: string]: Json }; objects?: ObjectStore } = {},
): Promise<World> {
  const clock = virtualClock(Date.UTC(2030, 0, 1));
  const metadata = memoryMetadata({ now: clock.now });
  const started = new Date(clock.now()).toISOString();
  await metadata.createRun(
    { deployment: DEPLOYMENT, run: RUN, status: 'RUNNING', started, code: 'c0', params },
    new Date(clock.now() + 1e10),
  );
  const logs: LogLine[] = [];
  const ports = (more: Partial<TaskPorts> = {}): TaskPorts => ({
    objects,
    metadata,
    clock,
    deployment: DEPLOYMENT,
    signal: new AbortController().signal,
    log: (line) => logs.push(line),
    ...more,
  });
  return {
    flow,
    objects,
    metadata,
    clock,
    logs,
    ports,
    task: (step, i = '', more = {}, own = {}) =>
      dispatch(flow, { v: 1, step, run: RUN, i, try: 0, ...more }, ports(own)),
    range: (step, from, to, i = '', own = {}) =>
      dispatch(flow, { v: 1, step, run: RUN, i, try: 0, from, to }, ports(own)),
    result: () => readResult(flow.graph, RUN, { objects, metadata, deployment: DEPLOYMENT }),
    async keys(prefix = `${DEPLOYMENT}/${RUN}/`) {
      const keys: string[] = [];
      for await (const { key } of objects.list(prefix)) keys.push(key.slice(`${DEPLOYMENT}/${RUN}/`.length));
      return keys;
    },
  };
}
