import { describe, expect, it } from '@jest/globals';
import { flowCli, flowFile, jsonLines, newFolder } from './support/flow-cli.js';

const CUBES = flowFile('arrays/cubes.ts');
const ARRAYS = ['--map-strategy', 'batch-array'];

describe('flow-cli run --map-strategy batch-array', () => {
  const folder = newFolder();

  it('runs the children of the array job, and gives the results in order', async () => {
    const { status, stdout, stderr } = await flowCli(folder, 'run', CUBES, ...ARRAYS, '--run-id', 'plain');
    expect(stderr).toMatch(/each started: 25 items\n(.*\n)*each done in [\d.]+ s: 25\/25 done/);
    expect(stderr).not.toContain('Warning');
    expect(stdout).toBe('{ sum: 90000, failed: [] }\n');
    expect(status).toBe(0);
  });

  it('counts a failed item once, after its worker has tried it again', async () => {
    const { status, stdout } = await flowCli(folder, 'run', CUBES, ...ARRAYS, '--json', '--bad', '7');
    const lines = jsonLines(stdout);
    expect(lines.filter(({ type }) => type === 'failure')).toEqual([
      expect.objectContaining({ task: 'each/cube/7', error: expect.objectContaining({ name: 'RangeError' }) }),
    ]);
    expect(lines).toContainEqual(
      expect.objectContaining({
        type: 'foreach',
        id: 'each',
        state: 'done',
        total: 25,
        done: 24,
        failed: 1,
        running: 0,
      }),
    );
    expect(lines.at(-1)).toMatchObject({
      type: 'result',
      value: { sum: 90_000 - 7 ** 3, failed: ['7 is a bad number'] },
    });
    expect(status).toBe(0);
  });

  it('starts a child again whose process was killed', async () => {
    const { status, stdout, stderr } = await flowCli(folder, 'run', CUBES, ...ARRAYS, '--killing', '5');
    expect(stderr).toContain('each/cube/5 failed, attempt 1: Lambda.Unknown');
    expect(stderr).toMatch(/each done in [\d.]+ s: 25\/25 done/);
    expect(stdout).toBe('{ sum: 90000, failed: [] }\n');
    expect(status).toBe(0);
  });

  it('says which step cannot, on which compute, and what to do', async () => {
    const { status, stderr } = await flowCli(folder, 'run', flowFile('wide.ts'), ...ARRAYS);
    expect(stderr).toContain('FLOW3352');
    expect(stderr).toContain('its step perNumber/double runs on lambda, which has none');
    expect(stderr).toContain("`resources: { on: 'batch' }`");
    expect(stderr).toContain('flowmap.config.ts');
    expect(status).toBe(2);
  });
});
