import { describe, expect, it } from '@jest/globals';
import {
  batchAddress,
  depthOf,
  indexAtDepth,
  indexGraph,
  isFlowError,
  itemIndex,
  locate,
  taskAddress,
} from '@flowmap/graph';
import { choose, foreach, graph, item, of, step } from './checks/graphs.js';

describe('addresses', () => {
  const place = { deployment: 'flights', run: 'r1', node: 'each/fit', index: '' };

  it('are of a task, with and without an index path', () => {
    expect(taskAddress(place)).toBe('flights/r1/each/fit');
    expect(taskAddress({ ...place, index: '3.12' })).toBe('flights/r1/each/fit/3.12');
  });

  it('are of a batch, both ends included', () => {
    expect(batchAddress(place, 100, 200)).toBe('flights/r1/each/fit/100-199');
    expect(batchAddress({ ...place, index: '3' }, 0, 1)).toBe('flights/r1/each/fit/3.0-0');
  });

  it('have index paths that grow inwards and are cut outwards', () => {
    expect(itemIndex(itemIndex('', 3), '12')).toBe('3.12');
    expect([0, 1, 2, 3].map((depth) => indexAtDepth('3.12', depth))).toEqual(['', '3', '3.12', '3.12']);
  });
});

describe('the index of a graph', () => {
  const index = indexGraph(
    graph([
      step('list', { catch: { id: 'failed' } }),
      foreach('each', of('list'), [
        choose('each/pick', item('each'), { a: { nodes: [step('each/pick/a/do')] } }),
        foreach('each/in', item('each'), [step('each/in/do', { catch: { id: 'each/in/failed' } })]),
      ]),
    ]),
  );

  it('knows how deep each node stands, handlers like their steps', () => {
    const ids = ['list', 'failed', 'each', 'each/pick/a/do', 'each/in', 'each/in/do', 'each/in/failed'];
    expect(ids.map((id) => depthOf(index, id))).toEqual([0, 0, 0, 1, 1, 2, 2]);
    expect(locate(index, 'each/in/do').foreachs.map(({ id }) => id)).toEqual(['each', 'each/in']);
    expect(index.handlers.get('failed')?.id).toBe('list');
  });

  it('calls a miss a bug', () => {
    let thrown: unknown;
    try {
      locate(index, 'nobody');
    } catch (error) {
      thrown = error;
    }
    expect(isFlowError(thrown) && thrown.code).toBe('BUG');
  });
});
