import { describe, expect, it } from '@jest/globals';
import type { FlowGraph, Json, JsonObject, ParamUses } from '@flowmap/graph';
import { checkParams } from '@flowmap/graph';
import jsonata from 'jsonata';
import { parameterExpression, parametersExpression } from '../../src/compile/parameters.js';

const params: FlowGraph['params'] = {
  year: { type: 'string' },
  rows: { type: 'integer', default: 100_000 },
  share: { type: 'number', default: 0.5 },
  mode: { type: 'enum', values: ['a', "b's"], default: 'a' },
  dry: { type: 'boolean', default: false },
  any: { type: 'json', default: { list: [1, "x'y"] } },
};

async function check(input: Json): Promise<unknown> {
  try {
    return JSON.parse(
      (await jsonata(parametersExpression(params)).evaluate({}, { states: { input } })) as string,
    ) as unknown;
  } catch (error) {
    return (error as Error).message;
  }
}

describe('the check of parameters inside a machine', () => {
  it('applies the defaults', async () => {
    expect(await check({ year: '2024' })).toEqual({
      year: '2024',
      rows: 100_000,
      share: 0.5,
      mode: 'a',
      dry: false,
      any: { list: [1, "x'y"] },
    });
  });

  it('takes what fits', async () => {
    expect(await check({ year: '', rows: -3, share: 1e-7, mode: "b's", dry: true, any: null })).toEqual({
      year: '',
      rows: -3,
      share: 1e-7,
      mode: "b's",
      dry: true,
      any: null,
    });
  });

  it('tells every fault at once', async () => {
    expect(await check({ rows: 1.5, share: '1', mode: 'c', dry: 'true', more: 1, other: 2 })).toBe(
      "flowmap parameters: year: required; rows: not an integer; share: not a number; mode: not one of a, b's; dry: not a boolean; more: unknown; other: unknown",
    );
    expect(await check({ year: null, rows: '7' })).toBe('flowmap parameters: year: not a string; rows: not an integer');
  });

  it('refuses a number that JSONata would store as another', async () => {
    expect(await check({ year: 'x', rows: 9_007_199_254_740_991 })).toBe(
      'flowmap parameters: rows: more than 15 digits',
    );
    expect(await check({ year: 'x', share: 0.1 + 0.2 })).toBe('flowmap parameters: share: more than 15 digits');
  });

  it('refuses an input that is no object', async () => {
    for (const input of [[], 'x', 7, null, true]) expect(await check(input)).toBe('the input must be an object');
  });

  it('lets through which run is resumed, where it names one', async () => {
    expect(await check({ year: 'x', 'flowmap:resume': { run: 'one', from: 'fit' } })).toMatchObject({ year: 'x' });
    for (const bad of [{}, { run: 1 }, 'one', null]) {
      expect(await check({ year: 'x', 'flowmap:resume': bad })).toBe(
        'flowmap parameters: flowmap:resume: names no run',
      );
    }
  });

  it('lets through what the service itself puts into an input', async () => {
    expect(
      await check({ year: 'x', Comment: 'from the console', AWS_STEP_FUNCTIONS_STARTED_BY_EXECUTION_ID: 'arn' }),
    ).toMatchObject({
      year: 'x',
    });
  });

  it('works for a flow without parameters', async () => {
    const none = jsonata(parametersExpression({}));
    expect(await none.evaluate({}, { states: { input: {} } })).toBe('{}');
    await expect(none.evaluate({}, { states: { input: { x: 1 } } })).rejects.toMatchObject({
      message: expect.stringContaining('x: unknown'),
    });
  });

  it('bounds a number by what it is used as, in the words of the command line', async () => {
    const specs: FlowGraph['params'] = { many: { type: 'number', default: 2 }, share: { type: 'number' } };
    const uses: ParamUses = new Map([
      [
        'many',
        [
          { field: 'concurrency', foreachs: ['one', 'two'] },
          { field: 'tolerate.count', foreachs: ['two'] },
        ],
      ],
      ['share', [{ field: 'tolerate.percentage', foreachs: ['two'] }]],
    ]);
    const expression = jsonata(parametersExpression(specs, uses));
    for (const input of [
      { share: 100 },
      { many: 99_999_999, share: 0.5 },
      { many: 0, share: 101 },
      { many: 1.5, share: -1e-7 },
      { many: 1e8, share: 0 },
      { many: '3', share: true },
    ]) {
      const checked = checkParams(specs, input, uses);
      const expected = checked.ok
        ? JSON.stringify(checked.params)
        : `flowmap parameters: ${checked.problems.join('; ')}`;
      const got = await expression
        .evaluate({}, { states: { input } })
        .then((text: string) => JSON.stringify({ many: 2, ...(JSON.parse(text) as JsonObject) }))
        .catch((error: unknown) => (error as Error).message);
      expect(got).toBe(expected);
    }
  });

  it('reads one parameter with its default', async () => {
    const of = async (name: string, input: Json): Promise<unknown> =>
      jsonata(parameterExpression(name, params[name])).evaluate({}, { states: { input } });
    expect(await of('mode', {})).toBe('a');
    expect(await of('mode', { mode: "b's" })).toBe("b's");
    expect(await of('year', { year: '1' })).toBe('1');
  });
});
