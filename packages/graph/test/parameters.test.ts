import { describe, expect, it } from '@jest/globals';
import type { Json, ParamSpec } from '@flowmap/graph';
import { checkParams, paramUsesOf } from '@flowmap/graph';
import { foreach, graph, of, step } from './checks/graphs.js';

const SPECS = {
  day: { type: 'string' },
  alpha: { type: 'number', default: 0.1 },
  rows: { type: 'integer', default: 100 },
  dry: { type: 'boolean', default: false },
  mode: { type: 'enum', values: ['fast', 'slow'], default: 'fast' },
  extra: { type: 'json', default: null },
} satisfies { [name: string]: ParamSpec };

const SHARE_101 = 'share: 101 is no tolerated percentage of two: that is a number from 0 to 100';

describe('parameters', () => {
  it('have their defaults where nothing is given', () => {
    expect(checkParams(SPECS, { day: '2026-01-01', rows: 5 })).toEqual({
      ok: true,
      params: { day: '2026-01-01', alpha: 0.1, rows: 5, dry: false, mode: 'fast', extra: null },
    });
  });

  it('are all told when they are wrong, in the order of the flow, then what is unknown', () => {
    const given = { x: 1, mode: 'slower', dry: 'no', rows: 1.5, alpha: '1', toString: 2 };
    expect(checkParams(SPECS, given)).toEqual({
      ok: false,
      problems: [
        'day: required',
        'alpha: not a number',
        'rows: not an integer',
        'dry: not a boolean',
        'mode: not one of fast, slow',
        'x: unknown',
        'toString: unknown',
      ],
    });
  });

  it.each<[keyof typeof SPECS, Json]>([
    ['day', null],
    ['day', 5],
    ['alpha', null],
    ['rows', '5'],
    ['rows', 12345678901234568],
    ['dry', 0],
    ['mode', null],
    ['mode', 'Fast'],
  ])('%s cannot be %j', (name, value) => {
    expect(checkParams({ [name]: SPECS[name] }, { [name]: value })).toMatchObject({ ok: false });
  });

  it.each<[keyof typeof SPECS, Json]>([
    ['day', ''],
    ['alpha', -1e300],
    ['rows', -0],
    ['mode', 'slow'],
    ['extra', { any: ['thing'] }],
  ])('%s can be %j', (name, value) => {
    expect(checkParams({ [name]: SPECS[name] }, { [name]: value })).toEqual({ ok: true, params: { [name]: value } });
  });
});

describe('parameters that are settings of a foreach', () => {
  const params = { many: { type: 'number', default: 2 }, share: { type: 'number' } } satisfies {
    [name: string]: ParamSpec;
  };
  const many = { param: 'many', path: [] };
  const uses = paramUsesOf(
    graph(
      [
        step('list'),
        foreach('one', of('list'), [step('one/do')], { concurrency: many }),
        foreach('two', of('list'), [step('two/do')], {
          concurrency: many,
          tolerate: { count: many, percentage: { param: 'share', path: [] } },
        }),
      ],
      { params },
    ),
  );

  it.each<[number, number]>([
    [1, 0],
    [99_999_999, 100],
    [2, 0.5],
  ])('can be %p and %p', (one, share) => {
    expect(checkParams(params, { many: one, share }, uses)).toMatchObject({ ok: true });
  });

  it.each<[Json, Json, string[]]>([
    [0, 101, ['many: 0 is no concurrency of one, two: that is a whole number from 1 to 99999999', SHARE_101]],
    [1.5, 1, ['many: 1.5 is no concurrency of one, two: that is a whole number from 1 to 99999999']],
    ['x', -1, ['many: not a number', 'share: -1 is no tolerated percentage of two: that is a number from 0 to 100']],
  ])('cannot be %p and %p', (one, share, problems) => {
    expect(checkParams(params, { many: one, share }, uses)).toEqual({ ok: false, problems });
  });
});
