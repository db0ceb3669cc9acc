import { describe, expect, it } from '@jest/globals';
import type { ParamSpec, ParamUses } from '@flowmap/graph';
import { paramOptions, readParams } from '../src/parameters.js';

const specs: { readonly [name: string]: ParamSpec } = {
  year: { type: 'integer' },
  share: { type: 'number', default: 0.5 },
  loud: { type: 'boolean', default: false },
  name: { type: 'string', default: '' },
  mode: { type: 'enum', values: ['fast', 'slow'], default: 'fast' },
  extra: { type: 'json', default: null },
};
const read = (options: { readonly [name: string]: unknown }, ...pairs: readonly string[]) =>
  readParams(specs, { options, pairs });

describe('readParams', () => {
  it('gives each parameter its type, and leaves defaults to the machine', () => {
    expect(read({ year: '2024', share: '1e-3', loud: true, name: '12', mode: 'slow', extra: '{"a":[1]}' })).toEqual({
      year: 2024,
      share: 0.001,
      loud: true,
      name: '12',
      mode: 'slow',
      extra: { a: [1] },
    });
    expect(read({ year: '-5' })).toEqual({ year: -5 });
  });

  it('takes name=value too, with anything behind the first =', () => {
    expect(read({}, 'year=1', 'loud=true', 'name=a=b', 'extra="x"')).toEqual({
      year: 1,
      loud: true,
      name: 'a=b',
      extra: 'x',
    });
  });

  it.each([
    [{ year: '' }, [], 'year: not an integer'],
    [{ year: '1.5' }, [], 'year: not an integer'],
    [{ year: '12abc' }, [], 'year: not an integer'],
    [{ year: '1', share: 'NaN' }, [], 'share: not a number'],
    [{ year: '1', extra: '{' }, [], 'extra: not JSON'],
    [{ year: '1', mode: 'odd' }, [], 'mode: not one of fast, slow'],
    [{ year: ['1', '2'] }, [], 'year: given more than once'],
    [{ year: '1' }, ['year=2'], 'year: given more than once'],
    [{ year: '1' }, ['yaer=2'], 'yaer: unknown'],
    [{ year: '1' }, ['loud=maybe'], 'loud: not a boolean'],
    [{ year: '1' }, ['loud'], '--param loud: not name=value'],
    [{}, [], 'year: required'],
  ])('refuses %j %j', (options, pairs, problem) => {
    expect(() => read(options, ...pairs)).toThrow(`The parameters do not fit:\n  ${problem}`);
  });

  it('refuses a number that cannot be what it is used as', () => {
    const uses: ParamUses = new Map([['year', [{ field: 'concurrency', foreachs: ['each'] }]]]);
    expect(() => readParams(specs, { options: { year: '0' }, pairs: [] }, uses)).toThrow(
      'The parameters do not fit:\n  year: 0 is no concurrency of each: that is a whole number from 1 to 99999999',
    );
  });

  it('names everything that is wrong, each once', () => {
    expect(() => read({ share: 'x', extra: '{', mode: 'y' })).toThrow(
      'The parameters do not fit:\n  extra: not JSON\n  year: required\n  share: not a number\n  mode: not one of fast, slow',
    );
  });
});

describe('paramOptions', () => {
  it('says of each parameter what it takes', () => {
    const options = paramOptions(specs);
    expect(options['year']).toMatchObject({ type: 'string', describe: 'integer, required', requiresArg: true });
    expect(options['mode']).toMatchObject({ describe: 'one of fast, slow, default "fast"' });
    expect(options['loud']).toMatchObject({ type: 'boolean' });
  });
});
