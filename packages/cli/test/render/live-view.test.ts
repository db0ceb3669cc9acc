import { describe, expect, it } from '@jest/globals';
import type { NodeProgress } from '@flowmap/local';
import { liveView } from '../../src/render/live-view.js';
import { painter } from '../../src/render/paint.js';
import { Screen } from './screen.js';

const paint = painter({ color: false });
const node = (id: string, more: Partial<NodeProgress> = {}): NodeProgress => ({
  id,
  kind: 'step',
  depth: 0,
  state: 'waiting',
  done: 0,
  running: 0,
  failed: 0,
  ...more,
});
const each = (more: Partial<NodeProgress> = {}): NodeProgress => node('perNumber', { kind: 'foreach', ...more });
const inside = node('perNumber/double', { depth: 1 });
const RUNNING = { state: 'running', total: 60, done: 10, running: 8, failed: 2, rate: 8.7, started: 1000 } as const;

const open = (columns = 80, rows = 24) => {
  const screen = new Screen(columns, rows);
  const view = liveView(screen, 'wide', paint);
  view.event({ type: 'run', at: 0, deployment: 'wide', run: 'r' });
  return { screen, view };
};

describe('liveView', () => {
  it('draws each node once, over itself', () => {
    const { screen, view } = open();
    view.show([node('list', { state: 'running', started: 100 }), each(), inside, node('sum')], 500);
    view.show(
      [node('list', { state: 'done', done: 1, started: 100, ended: 700 }), each(RUNNING), inside, node('sum')],
      2000,
    );
    expect(screen.shown()).toEqual([
      'wide  2.0 s',
      '✔ list        0.6 s',
      '⠋ perNumber ████░░░░░░░░░░░░░░░░ 12/60  8 running  2 failed  8.7/s  1.0 s',
      '· sum',
      '',
    ]);
  });

  it('puts logs and failures above', () => {
    const { screen, view } = open();
    view.show([node('list')], 100);
    view.event({ type: 'log', at: 200, line: { address: 'wide/r/list', attempt: 1, message: 'hello', at: 200 } });
    view.event({
      type: 'failure',
      at: 300,
      task: { v: 1, step: 'perNumber/double', run: 'r', i: '7', try: 1 },
      error: { name: 'RangeError', message: 'bad\nsecond line' },
    });
    view.show([node('list')], 400);
    expect(screen.shown()).toEqual([
      'list | hello',
      'perNumber/double/7 failed, attempt 2: RangeError: bad',
      'wide  0.4 s',
      '· list',
      '',
    ]);
  });

  it('shows the steps of a body that has several', () => {
    const { screen, view } = open();
    const steps = ['a', 'b'].map((name) =>
      node(`perNumber/${name}`, { depth: 1, state: 'running', done: 3, running: 1, started: 0 }),
    );
    view.show([each({ ...RUNNING, started: 0 }), ...steps], 1000);
    expect(screen.shown().slice(2, 4)).toEqual(['  ⠋ a       3  1 running  1.0 s', '  ⠋ b       3  1 running  1.0 s']);
  });

  it.each([10, 20, 30, 45])('is never wider than a terminal of %d columns', (columns) => {
    const { screen, view } = open(columns);
    for (const at of [1000, 2000, 3000]) view.show([node('a-step-with-a-long-name'), each(RUNNING), inside], at);
    expect(screen.shown()).toHaveLength(4);
    expect(screen.shown()[2]).toMatch(/^\S perN/u);
  });

  it('is never higher than the terminal, and then shows what runs first', () => {
    const { screen, view } = open(80, 8);
    const nodes = Array.from({ length: 30 }, (_, i) =>
      node(`s${i}`, { state: i < 20 ? 'done' : i < 22 ? 'running' : 'waiting', started: 0 }),
    );
    for (const at of [1000, 2000]) view.show(nodes, at);
    expect(screen.shown()).toHaveLength(8);
    expect(screen.shown().join(' ')).toMatch(/s20.*s21/u);
  });

  it('finds its top again after the terminal got narrower', () => {
    const { screen, view } = open(80);
    view.show([each(RUNNING), node('sum')], 2000);
    screen.resize(30);
    view.show([each(RUNNING), node('sum')], 2100);
    expect(screen.shown().filter((row) => row.includes('perNumber'))).toHaveLength(1);
    expect(screen.shown()).toHaveLength(4);
  });

  it('leaves the terminal as it was', () => {
    const { screen, view } = open();
    view.show([node('list')], 100);
    expect([screen.hidden, screen.listeners]).toEqual([true, 1]);
    view.close();
    expect([screen.hidden, screen.listeners]).toEqual([false, 0]);
  });
});
