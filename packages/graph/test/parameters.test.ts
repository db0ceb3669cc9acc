import { describe, expect, it } from '@jest/globals';
import type { Json, ParamSpec } from '@flowmap/graph';
import { checkParams } from '@flowmap/graph';

const SPECS = {
  day: { type: 'string' },
  alpha: { type: 'number', default: 0.1 },
  rows: { type: 'integer', default: 100 },
  dry: { type: 'boolean', default: false },
  mode: { type: 'enum', values: ['fast', 'slow'], default: 'fast' },
  extra: { type: 'json', default: null },
} satisfies { [name: string]: ParamSpec };

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
