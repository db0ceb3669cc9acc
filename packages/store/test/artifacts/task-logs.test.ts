import { describe, expect, test } from '@jest/globals';
import { artifactsOf, type TaskLog } from '../../src/index.js';
import { memoryObjects } from '../../src/memory/index.js';

const log = (address: string, attempt: number): TaskLog => ({
  v: 1,
  address,
  attempt,
  started: '2030-01-01T00:00:00.000Z',
  group: '/flowmap/f',
  stream: `stream of ${attempt}`,
});

describe('where logs are', () => {
  test('is told by attempt, the last word of each, and nothing of tasks below', async () => {
    const artifacts = artifactsOf(memoryObjects(), 'f/r');
    const all = [log('f/r/each', 2), log('f/r/each', 10), log('f/r/each/x/0', 1), log('f/r/each', 1)];
    for (const one of all) await artifacts.putLog(one);
    await artifacts.putLog({ ...log('f/r/each', 2), job: 'b' });
    expect(await artifacts.logs('f/r/each')).toEqual([
      log('f/r/each', 1),
      { ...log('f/r/each', 2), job: 'b' },
      log('f/r/each', 10),
    ]);
    expect(await artifacts.logs('f/r/each/x/0')).toEqual([log('f/r/each/x/0', 1)]);
    expect(await artifacts.logs('f/r/each/x')).toEqual([]);
  });

  test('is plain JSON beside the records, and what is none is said so', async () => {
    const objects = memoryObjects();
    const artifacts = artifactsOf(objects, 'f/r');
    await artifacts.putLog(log('f/r/a', 1));
    const body = await objects.get('f/r/_logs/a/_1');
    expect(JSON.parse(Buffer.from(body!).toString())).toEqual(log('f/r/a', 1));
    await objects.put('f/r/_logs/a/_2', Buffer.from('{'));
    await expect(artifacts.logs('f/r/a')).rejects.toMatchObject({ code: 'ARTIFACT_CORRUPT' });
    await objects.put('f/r/_logs/a/_2', Buffer.from('{"v":2}'));
    await expect(artifacts.logs('f/r/a')).rejects.toThrow('of a version that this program knows');
  });
});
