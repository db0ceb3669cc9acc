import { describe, expect, test } from '@jest/globals';
import { flow, withSteps } from '@flowmap/flow';

describe('withSteps', () => {
  test('gives the graph that there is without it', () => {
    const build = (isNamed: boolean) =>
      flow({ name: 'f' }, ({ step }) => {
        const start = step('start', () => [1, 2]);
        const end = step('end', { in: { start: start.out } }, ({ in: given }) => given.start.length);
        return isNamed ? withSteps(end, start) : end;
      });
    expect(build(true).graph).toEqual(build(false).graph);
    expect(build(true).diagnostics).toEqual([]);
  });

  test('warns of what it leaves out, at any depth', () => {
    const { diagnostics } = flow({ name: 'f' }, ({ step, foreach, choose }) => {
      const start = step('start', () => ({ rows: [1, 2], kind: 'a' as 'a' | 'b' }));
      step('aside', () => 1);
      const each = foreach('each', { items: start.out.rows }, (row, s) => {
        const prepare = s.step('prepare', { in: { row } }, ({ in: given }) => given.row);
        return s.step('fit', { in: { prepare: prepare.out } }, ({ in: given }) => given.prepare);
      });
      const either = choose('either', start.out.kind, {
        a: (s) => {
          const first = s.step('first', () => 1);
          const second = s.step('second', { after: [first] }, () => 2);
          return withSteps(second, first);
        },
        b: (s) => s.step('only', () => 3),
      });
      return withSteps(withSteps(either, start), each);
    });
    expect(diagnostics).toMatchObject([
      {
        code: 'FLOW1114',
        severity: 'warning',
        at: 'aside',
        message: 'withSteps does not name aside, so that readers of runs cannot name it either',
        hint: 'Return it too: withSteps(either, aside).',
        place: expect.stringContaining('with-steps.test.ts'),
      },
      { at: 'each/prepare', hint: 'Return it too: withSteps(fit, prepare).' },
    ]);
  });

  test('says nothing where a flow does not return it', () => {
    const { diagnostics } = flow({ name: 'f' }, ({ step }) => {
      step('aside', () => 1);
      return step('end', () => 2);
    });
    expect(diagnostics).toEqual([]);
  });
});
