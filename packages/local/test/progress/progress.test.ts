import { describe, expect, it } from '@jest/globals';
import type { FlowGraph, ForeachNode, Invocation, StepNode } from '@flowmap/graph';
import { trackProgress, type NodeProgress, type Progress } from '../../src/progress/progress.js';

const step = (id: string, more: Partial<StepNode> = {}): StepNode => ({ kind: 'step', id, in: {}, ...more });
const needs = (node: string): StepNode['in'] => ({ it: { node, path: [] } });
const foreach = (
  id: string,
  list: string,
  nodes: ForeachNode['body']['nodes'],
  more: Partial<ForeachNode> = {},
): ForeachNode => ({
  kind: 'foreach',
  id,
  items: { node: list, path: [] },
  body: { nodes },
  ...more,
});
const graph = (...nodes: FlowGraph['body']['nodes']): FlowGraph => ({
  schemaVersion: 1,
  name: 'f',
  params: {},
  body: { nodes },
});
const task = (name: string, i = '', more: Partial<Invocation> = {}): Invocation => ({
  v: 1,
  step: name,
  run: 'r',
  i,
  try: 0,
  ...more,
});

/** A run, event by event; each takes a second. */
const follow = (of: FlowGraph) => {
  const progress: Progress = trackProgress(of);
  let at = 0;
  const next = (): number => (at += 1000);
  return {
    begin: (...tasks: Invocation[]) => tasks.forEach((one) => progress.apply({ type: 'task', at: next(), task: one })),
    end: (one: Invocation, answer = {}) => progress.apply({ type: 'answer', at: next(), task: one, answer }),
    fail: (one: Invocation, name = 'Error', again?: boolean) => {
      const error = { name, message: 'no' };
      progress.apply({ type: 'failure', at: next(), task: one, error, ...(again !== undefined && { again }) });
    },
    drop: (one: Invocation) => progress.apply({ type: 'dropped', at: next(), task: one }),
    stop: (status: 'SUCCEEDED' | 'FAILED' | 'ABORTED') => progress.apply({ type: 'end', at: next(), status }),
    of: (id: string): NodeProgress => progress.nodes(at).find((node) => node.id === id)!,
    get now() {
      return at;
    },
  };
};

describe('a step', () => {
  it('waits, runs and is done', () => {
    const run = follow(graph(step('a')));
    expect(run.of('a').state).toBe('waiting');
    run.begin(task('a'));
    expect(run.of('a')).toMatchObject({ state: 'running', running: 1, started: 1000 });
    run.end(task('a'));
    expect(run.of('a')).toMatchObject({ state: 'done', running: 0, done: 1, started: 1000, ended: 2000 });
  });

  it('has failed only when the last attempt did', () => {
    const run = follow(graph(step('a', { retry: { attempts: 2 } })));
    run.begin(task('a'));
    run.fail(task('a'));
    expect(run.of('a').state).toBe('running');
    run.begin(task('a', '', { try: 1 }));
    run.fail(task('a', '', { try: 1 }));
    expect(run.of('a')).toMatchObject({ state: 'failed', failed: 1, running: 0 });
  });

  it('has failed at once with an error that is not tried again', () => {
    const run = follow(graph(step('a', { retry: { attempts: 5, on: ['Busy'] } })));
    run.begin(task('a'));
    run.fail(task('a'), 'Broken');
    expect(run.of('a').state).toBe('failed');
  });

  it('has failed when whoever else tries again says so', () => {
    const run = follow(graph(step('a', { retry: { attempts: 2 }, catch: { id: 'rescue' } })));
    run.begin(task('a'));
    run.fail(task('a'), 'Broken', true);
    expect(run.of('a')).toMatchObject({ failed: 0, running: 0 });
    run.begin(task('a'));
    run.fail(task('a'), 'Broken', false);
    expect(run.of('a')).toMatchObject({ state: 'failed', failed: 1 });
  });

  it('is done when its handler is', () => {
    const run = follow(graph(step('a', { catch: { id: 'rescue' } })));
    run.begin(task('a'));
    run.fail(task('a'));
    expect(run.of('a').state).toBe('running');
    run.begin(task('rescue'));
    run.end(task('rescue'));
    expect(run.of('a')).toMatchObject({ state: 'done', done: 1, failed: 0 });
  });

  it('is stopped when the run ends under it', () => {
    const run = follow(graph(step('a'), step('b')));
    run.begin(task('a'));
    run.drop(task('a'));
    run.stop('ABORTED');
    expect([run.of('a').state, run.of('b').state]).toEqual(['stopped', 'waiting']);
  });
});

describe('a foreach over one step', () => {
  const wide = graph(step('list'), foreach('each', 'list', [step('each/work')], { tolerate: { percentage: 50 } }));

  it('counts items, also in ranges', () => {
    const run = follow(wide);
    run.begin(task('list'));
    run.end(task('list'), { f: { each: 10 } });
    expect(run.of('each')).toMatchObject({ state: 'waiting', total: 10 });
    run.begin(task('each/work', '', { from: 0, to: 5 }), task('each/work', '5'));
    expect(run.of('each')).toMatchObject({ state: 'running', running: 6, done: 0 });
    run.end(task('each/work', '', { from: 0, to: 5 }), { failed: 2 });
    expect(run.of('each')).toMatchObject({ running: 1, done: 3, failed: 2 });
    run.begin(task('each/work', '', { from: 6, to: 10 }));
    run.end(task('each/work', '', { from: 6, to: 10 }));
    run.end(task('each/work', '5'));
    expect(run.of('each')).toMatchObject({ state: 'done', running: 0, done: 8, failed: 2, total: 10 });
  });

  it('goes on with failed items that it tolerates', () => {
    const run = follow(wide);
    run.end(task('list'), { f: { each: 2 } });
    run.begin(task('each/work', '0'), task('each/work', '1'));
    run.fail(task('each/work', '0'));
    expect(run.of('each')).toMatchObject({ state: 'running', failed: 1, running: 1 });
    run.end(task('each/work', '1'));
    expect(run.of('each')).toMatchObject({ state: 'done', failed: 1, done: 1 });
  });

  it('counts a range that goes on later as not running', () => {
    const run = follow(wide);
    run.begin(task('each/work', '', { from: 0, to: 5 }));
    run.drop(task('each/work', '', { from: 0, to: 5 }));
    expect(run.of('each')).toMatchObject({ running: 0, done: 0, failed: 0 });
  });

  it('is done at once without items', () => {
    const run = follow(wide);
    run.begin(task('list'));
    run.end(task('list'), { f: { each: 0 } });
    expect(run.of('each')).toMatchObject({ state: 'done', total: 0 });
  });

  it('tells items a second', () => {
    const run = follow(wide);
    run.end(task('list'), { f: { each: 4 } });
    for (const i of ['0', '1']) {
      run.begin(task('each/work', i));
      run.end(task('each/work', i));
    }
    // Two items, from the beginning of the first at 2 s to now at 5 s.
    expect(run.of('each').rate).toBeCloseTo(2 / 3);
  });
});

describe('a foreach over several steps', () => {
  const body = [step('each/a'), step('each/b', { in: needs('each/a') }), step('each/c', { in: needs('each/a') })];

  it('counts an item when the steps have ended that nobody waits for', () => {
    const run = follow(graph(step('list'), foreach('each', 'list', body)));
    run.end(task('list'), { f: { each: 2 } });
    run.begin(task('each/a', '0'));
    expect(run.of('each')).toMatchObject({ running: 1, done: 0, state: 'running' });
    run.end(task('each/a', '0'));
    run.end(task('each/c', '0'));
    expect(run.of('each')).toMatchObject({ running: 1, done: 0 });
    run.end(task('each/b', '0'));
    expect(run.of('each')).toMatchObject({ running: 0, done: 1, state: 'running' });
    run.begin(task('each/a', '1'));
    for (const name of ['a', 'b', 'c']) run.end(task(`each/${name}`, '1'));
    expect(run.of('each')).toMatchObject({ running: 0, done: 2, state: 'done' });
  });

  it('counts the item of the nearest foreach that tolerates a failure', () => {
    const inner = foreach('each/in', 'each/a', [step('each/in/x'), step('each/in/y', { in: needs('each/in/x') })]);
    const run = follow(
      graph(step('list'), foreach('each', 'list', [step('each/a'), inner], { tolerate: { count: 1 } })),
    );
    run.end(task('list'), { f: { each: 2 } });
    run.begin(task('each/a', '0'));
    run.end(task('each/a', '0'), { f: { 'each/in': 3 } });
    run.begin(task('each/in/x', '0.2'));
    run.fail(task('each/in/x', '0.2'));
    expect(run.of('each')).toMatchObject({ running: 0, failed: 1, done: 0 });
  });

  it('follows a choose by the case that runs', () => {
    const choose = {
      kind: 'choose' as const,
      id: 'each/which',
      by: { node: 'each/a', path: [] },
      cases: { one: { nodes: [step('each/which/one/x')] }, two: { nodes: [step('each/which/two/y')] } },
    };
    const run = follow(graph(step('list'), foreach('each', 'list', [step('each/a'), choose])));
    run.end(task('list'), { f: { each: 1 } });
    run.begin(task('each/a', '0'));
    run.end(task('each/a', '0'), { f: { 'each/which': 'two' } });
    expect(run.of('each').done).toBe(0);
    run.begin(task('each/which/two/y', '0'));
    run.end(task('each/which/two/y', '0'));
    expect(run.of('each')).toMatchObject({ done: 1, state: 'done' });
  });
});

describe('nested foreachs', () => {
  it('counts inner items over all outer ones, and closes an outer item with its last inner one', () => {
    const inner = foreach('out/in', 'out/a', [step('out/in/x')]);
    const run = follow(graph(step('list'), foreach('out', 'list', [step('out/a'), inner])));
    run.end(task('list'), { f: { out: 2 } });
    for (const [i, n] of [
      ['0', 3],
      ['1', 0],
    ] as const) {
      run.begin(task('out/a', i));
      run.end(task('out/a', i), { f: { 'out/in': n } });
    }
    expect(run.of('out/in').total).toBe(3);
    expect(run.of('out')).toMatchObject({ done: 1, running: 1 });
    run.begin(task('out/in/x', '0', { from: 0, to: 2 }), task('out/in/x', '0.2'));
    run.end(task('out/in/x', '0.2'));
    run.end(task('out/in/x', '0', { from: 0, to: 2 }));
    expect(run.of('out/in')).toMatchObject({ done: 3, state: 'done' });
    expect(run.of('out')).toMatchObject({ done: 2, running: 0, state: 'done' });
  });

  it('multiplies a list of an outer scope by the outer items', () => {
    const inner = foreach('out/in', 'days', [step('out/in/x')]);
    const run = follow(graph(step('list'), step('days'), foreach('out', 'list', [inner])));
    run.end(task('list'), { f: { out: 4 } });
    run.end(task('days'), { f: { 'out/in': 7 } });
    expect(run.of('out/in').total).toBe(28);
  });

  it('shares the count of a foreach over the results of another', () => {
    const run = follow(
      graph(step('list'), foreach('one', 'list', [step('one/x')]), foreach('two', 'one', [step('two/x')])),
    );
    run.end(task('list'), { f: { one: 5 } });
    expect(run.of('two').total).toBe(5);
  });
});
