import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { flowCli, flowFile, newFolder } from './support/flow-cli.js';

const COUNTED = flowFile('counted.ts');
const RESULT = `${60 * 59}\n`;

it.each(['inline', 'distributed'])('takes what another run finished, with %s', async (strategy) => {
  const folder = newFolder();
  const run = (...more: string[]) => flowCli(folder, 'run', COUNTED, '-q', '--map-strategy', strategy, ...more);
  const begun = (): number[] =>
    readFileSync(join(folder, 'begun'), 'utf8')
      .split('\n')
      .slice(0, -1)
      .map((line) => Number(line.split(' ')[0]));
  // The last of all, by one worker: what is under way when an item fails has not finished, and would rightly run again.
  writeFileSync(join(folder, 'bad-59'), '');
  const failed = await run('--run-id', 'r', '--folder', folder, '--milliseconds', '0', '--workers', '1');
  expect(failed.status).toBe(1);
  if (strategy === 'inline') {
    // It is the first that is started of this run, and is called by its own number all the same.
    const again = await run('--resume', 'r', '--run-id', 'q');
    expect(again).toMatchObject({ status: 1, stderr: expect.stringContaining('perNumber/double/59') });
  }
  rmSync(join(folder, 'bad-59'));

  const before = begun();
  expect(await run('--resume', strategy === 'inline' ? 'q' : 'r', '--run-id', 's')).toMatchObject({
    status: 0,
    stdout: RESULT,
  });
  const after = begun().slice(before.length);
  expect(after).toContain(59);
  expect(after.filter((item) => before.includes(item) && item !== 59)).toEqual([]);

  if (strategy === 'distributed') return;
  const count = begun().length;
  expect(await run('--resume', 's', '--from', 'sum')).toMatchObject({ status: 0, stdout: RESULT });
  expect(begun()).toHaveLength(count);
  // Parameters are given to every step, so another one is another input of all.
  expect(await run('--resume', 's', '--milliseconds', '1')).toMatchObject({ status: 0, stdout: RESULT });
  expect(begun()).toHaveLength(count + 60);
});

it('says what cannot be resumed', async () => {
  const folder = newFolder();
  const run = (...more: string[]) => flowCli(folder, 'run', COUNTED, '-q', ...more);
  expect(await run('--resume', 'none', '--folder', folder)).toMatchObject({
    status: 2,
    stderr: expect.stringContaining('There is no run none of counted to take finished tasks from'),
  });
  expect(await run('--folder', folder, '--items', '1', '--run-id', 'r')).toMatchObject({ status: 0 });
  expect(await run('--resume', 'r', '--from', 'total')).toMatchObject({
    status: 2,
    stderr: expect.stringContaining('It has list, perNumber, perNumber/double, sum.'),
  });
  expect(await run('--from', 'sum', '--folder', folder)).toMatchObject({
    status: 2,
    stderr: expect.stringContaining('--from goes with --resume'),
  });
  expect(await run('--resume', 'r', '--continue', 'r')).toMatchObject({
    status: 2,
    stderr: expect.stringContaining('Leave one of them out'),
  });
});
