import { describe, expect, it } from '@jest/globals';
import { flow, isFlow, param } from '@flowmap/flow';

describe('a flow with a step, a foreach and a join', () => {
  const built = flow(
    { name: 'flight-delays', params: { rows: param.integer({ default: 100 }) } },
    ({ step, foreach }) => {
      const start = step('start', async ({ params }) => ({ chunks: Array.from({ length: params.rows }, (_, i) => i) }));
      const stats = foreach('perChunk', { items: start.out.chunks, tolerate: { percentage: 1 } }, (chunk, s) =>
        s.step('summarise', { in: { chunk }, retry: { attempts: 3 }, timeout: '5m' }, ({ in: { chunk } }) => chunk * 2),
      );
      return step('report', { in: { stats: stats.out } }, async ({ in: { stats } }) => stats.count);
    },
  );

  it('is a graph', () => {
    expect(built.graph).toEqual({
      schemaVersion: 1,
      name: 'flight-delays',
      params: { rows: { type: 'integer', default: 100 } },
      body: {
        nodes: [
          { kind: 'step', id: 'start', in: {} },
          {
            kind: 'foreach',
            id: 'perChunk',
            items: { node: 'start', path: ['chunks'] },
            tolerate: { percentage: 1 },
            body: {
              nodes: [
                {
                  kind: 'step',
                  id: 'perChunk/summarise',
                  in: { chunk: { item: 'perChunk', path: [] } },
                  retry: { attempts: 3 },
                  timeoutSeconds: 300,
                },
              ],
              result: { node: 'perChunk/summarise', path: [] },
            },
          },
          { kind: 'step', id: 'report', in: { stats: { node: 'perChunk', path: [] } } },
        ],
        result: { node: 'report', path: [] },
      },
    });
    expect(built.diagnostics).toEqual([]);
    expect(isFlow(built)).toBe(true);
  });

  it('keeps the code of each step by its id', () => {
    expect([...built.functions.keys()]).toEqual(['start', 'perChunk/summarise', 'report']);
  });
});
