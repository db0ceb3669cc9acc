import { describe, expect, it } from '@jest/globals';
import { runFlow } from '../../run-flow.js';
import { candidates, error, makePoints } from '../model.js';

const FLOWS = ['inline-inline', 'inline-distributed', 'distributed-inline', 'distributed-distributed'];

describe('cross-validation', () => {
  it.each(FLOWS)('gives what a direct computation gives, %s', async (name) => {
    const { status, value } = await runFlow(fileOf(name));
    expect({ status, value }).toEqual({ status: 0, value: directly(120, 5) });
  });

  it('gives it with other numbers of items as well', async () => {
    const { value } = await runFlow(fileOf('inline-distributed'), '--points', '30', '--folds', '3');
    expect(value).toEqual(directly(30, 3));
  });
});

function fileOf(name: string): URL {
  return new URL(`../flows/${name}.ts`, import.meta.url);
}

function directly(count: number, folds: number): unknown {
  const points = makePoints(count);
  const errors = candidates().map(({ neighbours }) => {
    let sum = 0;
    for (let fold = 0; fold < folds; fold += 1) sum += error(points, neighbours, (at) => at % folds === fold);
    return { neighbours, error: sum / folds };
  });
  const least = Math.min(...errors.map((each) => each.error));
  return { neighbours: errors.find((each) => each.error === least)?.neighbours, errors };
}
