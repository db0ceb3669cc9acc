import { describe, expect, it } from '@jest/globals';
import type { FlowNode } from '@flowmap/graph';
import { countFact, startFact, wholeFact, indexGraph, publicationsOf } from '@flowmap/graph';
import { choose, foreach, graph, item, of, step } from './checks/graphs.js';

const published = (nodes: FlowNode[]) => publicationsOf(indexGraph(graph(nodes)));

describe('who publishes a fact', () => {
  it('is the step that makes the list or the key', () => {
    const { by, sources } = published([
      step('list'),
      foreach('each', of('list', 'rows'), [step('each/do')]),
      choose('pick', of('list', 'kind'), { a: { nodes: [step('pick/a/do')] } }),
    ]);
    expect(sources.get('each')).toEqual({ kind: 'steps', steps: ['list'] });
    expect(sources.get('pick')).toEqual({ kind: 'steps', steps: ['list'] });
    expect(by.get('list')).toEqual([
      { fact: 'each', kind: 'count', path: ['rows'] },
      { fact: 'pick', kind: 'value', path: ['kind'] },
    ]);
  });

  it('is each step that may run behind a choose, with the path inside its own output', () => {
    const { by, sources } = published([
      step('key'),
      choose('pick', of('key'), {
        a: { nodes: [step('pick/a/do')], result: of('pick/a/do') },
        b: { nodes: [step('pick/b/do')], result: of('pick/b/do', 'inner') },
      }),
      foreach('each', of('pick', 'rows'), [step('each/do')]),
    ]);
    expect(sources.get('each')).toEqual({ kind: 'steps', steps: ['pick/a/do', 'pick/b/do'] });
    expect(by.get('pick/b/do')).toEqual([{ fact: 'each', kind: 'count', path: ['inner', 'rows'] }]);
  });

  it('is nobody where another foreach has the count already', () => {
    const publications = published([
      step('list'),
      foreach('one', of('list'), [step('one/do')]),
      foreach('two', of('one'), [step('two/do')]),
      foreach('three', of('two'), [step('three/do')]),
    ]);
    const { by, sources } = publications;
    expect(sources.get('three')).toEqual({ kind: 'foreach', foreach: 'two' });
    expect(countFact(publications, 'three')).toBe('one');
    expect([...by.keys()]).toEqual(['list']);
  });

  it('tells of each how many items are started, and of what is counted further out how many there are', () => {
    const publications = published([
      step('list'),
      foreach('one', of('list'), [step('one/do')]),
      foreach('two', of('one'), [step('two/do'), foreach('two/in', of('one'), [step('two/in/do')])]),
    ]);
    expect(publications.by.get('list')).toEqual([
      { fact: 'one', kind: 'count', path: [] },
      { fact: 'one.items', kind: 'count', path: [], whole: 'one' },
      { fact: 'two', kind: 'count', path: [] },
    ]);
    expect([...publications.starts.keys()]).toEqual(['one', 'two']);
    expect(['one', 'two', 'two/in'].map((id) => startFact(publications, id))).toEqual(['one', 'two', 'one.items']);
    expect(['one', 'two'].map((id) => wholeFact(publications, id))).toEqual(['one.items', 'two']);
  });

  it('is the machine itself for the key in a parameter', () => {
    const { by, sources } = published([
      choose('pick', { param: 'mode', path: [] }, { a: { nodes: [step('pick/a/do')] } }),
    ]);
    expect(sources.get('pick')).toEqual({ kind: 'param', param: 'mode' });
    expect(by.size).toBe(0);
  });

  it('is the machine itself for the settings that are parameters, each under a name of its own', () => {
    const { by, sources } = published([
      step('list'),
      foreach('each', of('list'), [step('each/do')], {
        concurrency: { param: 'many', path: [] },
        tolerate: { count: 3, percentage: { param: 'share', path: [] } },
      }),
    ]);
    expect(sources.get('each.concurrency')).toEqual({ kind: 'param', param: 'many' });
    expect(sources.get('each.tolerate.percentage')).toEqual({ kind: 'param', param: 'share' });
    expect(sources.has('each.tolerate.count')).toBe(false);
    expect([...by.keys()]).toEqual(['list']);
  });

  it.each<[string, FlowNode[], string]>([
    [
      'an item',
      [step('list'), foreach('each', of('list'), [foreach('each/in', item('each'), [step('each/in/do')])])],
      'each/in',
    ],
    ['a list in a parameter', [foreach('each', { param: 'shards', path: [] }, [step('each/do')])], 'each'],
    [
      'a part of a parameter',
      [choose('pick', { param: 'any', path: ['x'] }, { a: { nodes: [step('pick/a/do')] } })],
      'pick',
    ],
    [
      'a choose with a case that gives nothing',
      [
        step('key'),
        choose('pick', of('key'), {
          a: { nodes: [step('pick/a/do')], result: of('pick/a/do') },
          b: { nodes: [step('pick/b/do')] },
        }),
        foreach('each', of('pick'), [step('each/do')]),
      ],
      'each',
    ],
  ])('is a task of its own for %s', (_, nodes, id) => {
    const { by, sources } = published(nodes);
    expect(sources.get(id)).toEqual({ kind: 'task' });
    expect(by.get(id)).toMatchObject([{ fact: id, path: [] }]);
  });
});
