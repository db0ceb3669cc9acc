import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { describe, expect, it } from '@jest/globals';
import { runFlow } from '../../run-flow.js';

const FLOW = new URL('../flights.ts', import.meta.url);

describe('flight-delays', () => {
  it('prints what a direct computation gives', async () => {
    const { status, value, logged, errors } = await runFlow(FLOW);
    expect({ status, errors }).toEqual({ status: 0, errors: '' });
    expect(logged).toEqual(['231083 flights in 200 parts']);
    expect(value).toBe(await directly(500));
  });

  it('takes other parts and other bands', async () => {
    const { value, logged } = await runFlow(FLOW, '--parts', '7', '--band', '1000');
    expect(logged).toEqual(['231083 flights in 7 parts']);
    expect(value).toBe(await directly(1000));
  });

  it('fails where the file is not there, with the lines of the author', async () => {
    const { status, failed, value } = await runFlow(FLOW, '--data', '/nowhere/flights.json');
    expect({ status, value, tasks: failed.map(({ task }) => task) }).toEqual({ status: 1, tasks: ['start'] });
    expect(failed[0]?.message).toContain("no such file or directory, open '/nowhere/flights.json'");
    expect(failed[0]?.stack).toMatch(/splitFile \(.*model\.ts:\d+:\d+\)/);
  });
});

/** The whole file at once, without any of the example's code. */
async function directly(width: number): Promise<string> {
  const path = createRequire(import.meta.url).resolve('vega-datasets/data/flights-200k.json');
  const flights = JSON.parse(await readFile(path, 'utf8')) as { delay: number; distance: number; time: number }[];
  const farthest = Math.max(...new Set(flights.map(({ distance }) => distance)));
  const bands = Array.from({ length: Math.floor(farthest / width) + 1 }, (_, band) => band * width);
  const hours = Array.from({ length: 24 }, (_, hour) => hour);
  const sums = hours.map(() => bands.map(() => ({ flights: 0, minutes: 0 })));
  for (const { delay, distance, time } of flights) {
    const cell = sums[Math.trunc(time)]?.[Math.trunc(distance / width)];
    if (!cell) throw new Error('a flight outside of the table');
    cell.flights += 1;
    cell.minutes += delay;
  }
  const pad = (text: string): string => ' '.repeat(10 - text.length) + text;
  const head = pad('miles') + bands.map((from) => pad(`${from}-${from + width - 1}`)).join('');
  const body = sums.map((row, hour) => {
    const cells = row.map(({ flights: n, minutes }) => pad(n > 0 ? (minutes / n).toFixed(1) : '-'));
    return pad(`${hour}:00`) + cells.join('');
  });
  return [head, ...body].join('\n');
}
