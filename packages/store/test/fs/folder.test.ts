import { fork } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { buildSync } from 'esbuild';
import { fsObjects } from '@flowmap/store/fs';
import { storeFault } from '../../src/fs/fault.js';
import { all } from '../artifacts/counting.js';
import { temporaryFolders } from '../temporary-folder.js';

const folder = temporaryFolders();
const keysOf = async (root: string, prefix = ''): Promise<string[]> =>
  (await all(fsObjects(root).list(prefix))).map(({ key }) => key);

describe('a folder of objects', () => {
  it('is made by the first write, not by a look', async () => {
    const root = join(folder(), 'a', 'b');
    expect(await fsObjects(root).get('k')).toBeUndefined();
    expect(await keysOf(root)).toEqual([]);
    await expect(readdir(root)).rejects.toMatchObject({ code: 'ENOENT' });
    await fsObjects(root).put('k', Buffer.from('x'));
    expect((await readdir(root)).sort()).toEqual(['.tmp', 'k']);
  });

  it('has nothing unfinished in it, and shows nothing of it', async () => {
    const root = folder();
    const store = fsObjects(root);
    await store.put('a/b', Buffer.from('x'));
    await store.put('a/b', Buffer.from('y'), { ifAbsent: true });
    async function* failing(): AsyncGenerator<Uint8Array> {
      yield Buffer.alloc(100_000);
      throw Object.assign(new Error('no such source'), { code: 'ENOENT', syscall: 'open' });
    }
    await expect(store.put('a/c', failing())).rejects.toThrow('no such source');
    expect(await readdir(join(root, '.tmp'))).toEqual([]);
    // What a writer leaves that was killed.
    await writeFile(join(root, '.tmp', '0b1c'), 'half');
    expect(await keysOf(root)).toEqual(['a/b']);
  });

  it('removes folders that are empty, and no others', async () => {
    const root = folder();
    const store = fsObjects(root);
    for (const key of ['a/b/c', 'a/b/d', 'e/f']) await store.put(key, Buffer.from('x'));
    await store.remove(['a/b/c', 'e/f']);
    expect((await readdir(root)).sort()).toEqual(['.tmp', 'a+']);
    await store.remove(['a/b/d']);
    expect(await readdir(root)).toEqual(['.tmp']);
  });

  it('can be written to while folders of it are removed', async () => {
    const store = fsObjects(folder());
    const work = async (writer: number): Promise<void> => {
      for (let times = 0; times < 25; times += 1) {
        await store.put(`deep/er/${writer}`, Buffer.from('x'));
        await store.remove([`deep/er/${writer}`]);
      }
    };
    await Promise.all(Array.from({ length: 8 }, (_, writer) => work(writer)));
    expect(await all(store.list(''))).toEqual([]);
  });

  it('lists the folder that the prefix points to, and no other', async () => {
    const root = folder();
    const store = fsObjects(root);
    for (const key of ['run/a/1', 'run/b/1', 'run/b/2', 'run/b/10/x']) await store.put(key, Buffer.from('x'));
    // A folder that cannot be read as one stands for a folder that must not be looked into.
    await writeFile(join(root, 'run+', 'c+'), 'no folder');
    await expect(keysOf(root, 'run/')).rejects.toMatchObject({ code: 'STORE_FAILED' });
    expect(await keysOf(root, 'run/b/1')).toEqual(['run/b/1', 'run/b/10/x']);
  });
});

/** Another process that uses a folder: each message is a function of the store, its answer the value that it gives. */
const OTHER = `
  import { fsObjects } from './store.mjs';
  const store = fsObjects(process.argv[2]);
  process.on('message', async ({ keys, body }) => {
    const answers = [];
    for (const key of keys) answers.push(await store.put(key, Buffer.from(body), { ifAbsent: true }));
    process.send(answers);
  });
  process.send('ready');
`;

describe('a folder that several processes use', () => {
  it('lets one of many writers be first', async () => {
    const [code, root] = [folder(), folder()];
    const entryPoints = [fileURLToPath(new URL('../../src/fs/index.ts', import.meta.url))];
    const outfile = join(code, 'store.mjs');
    buildSync({ entryPoints, outfile, bundle: true, platform: 'node', format: 'esm', conditions: ['@flowmap/source'] });
    await writeFile(join(code, 'other.mjs'), OTHER);
    const others = Array.from({ length: 3 }, () => fork(join(code, 'other.mjs'), [root], { execArgv: [] }));
    await Promise.all(others.map((other) => once(other, 'message')));

    const keys = Array.from({ length: 100 }, (_, at) => `race/${at}`);
    const answers = await Promise.all(
      others.map(async (other, at) => {
        const answered = once(other, 'message') as Promise<[string[]]>;
        other.send({ keys, body: String(at).repeat(1000) });
        return (await answered)[0];
      }),
    );
    await Promise.all(others.map((other) => (other.disconnect(), once(other, 'exit'))));

    for (const [at, key] of keys.entries()) {
      const winners = answers.flatMap((answer, other) => (answer[at] === 'written' ? [other] : []));
      expect(winners).toHaveLength(1);
      expect(Buffer.from((await fsObjects(root).get(key))!).toString()).toBe(String(winners[0]).repeat(1000));
    }
    expect(new Set(answers.flat())).toEqual(new Set(['written', 'exists']));
  });
});

describe('a folder that cannot be used', () => {
  it('is named when a file is in its place', async () => {
    const root = join(folder(), 'file');
    await writeFile(root, 'x');
    const failed = { code: 'STORE_FAILED', message: expect.stringContaining(root), hint: expect.any(String) };
    await expect(fsObjects(root).put('k', Buffer.from('x'))).rejects.toMatchObject(failed);
    await expect(fsObjects(root).get('k')).rejects.toMatchObject(failed);
    await expect(keysOf(root)).rejects.toMatchObject(failed);
  });

  it('is named when there is no right to it', async () => {
    const root = join(folder(), 'closed');
    await mkdir(root);
    await fsObjects(root).put('k', Buffer.from('x'));
    await chmod(root, 0o000);
    const denied = { code: 'STORE_DENIED', message: expect.stringContaining(root), hint: expect.any(String) };
    await asNobody(async () => {
      await expect(fsObjects(root).get('k')).rejects.toMatchObject(denied);
      await expect(fsObjects(root).put('l', Buffer.from('x'))).rejects.toMatchObject(denied);
      await expect(keysOf(root)).rejects.toMatchObject(denied);
      await expect(fsObjects(root).remove(['k'])).rejects.toMatchObject(denied);
    });
    await chmod(root, 0o700);
    expect(await keysOf(root)).toEqual(['k']);
  });

  it('is named when it is full', () => {
    const error = Object.assign(new Error('ENOSPC: no space left on device, write'), {
      code: 'ENOSPC',
      syscall: 'write',
    });
    expect(storeFault(error, '/data/k')).toMatchObject({
      code: 'STORE_FULL',
      message: 'there is no space left for /data/k (ENOSPC)',
      hint: expect.stringContaining('what was stored before is kept'),
      cause: error,
    });
  });

  it('is named with the reason of the system when that is rare', () => {
    const error = Object.assign(new Error('EIO: i/o error, read'), { code: 'EIO', syscall: 'read' });
    expect(storeFault(error, '/data/k')).toMatchObject({
      code: 'STORE_FAILED',
      message: '/data/k cannot be used: EIO: i/o error, read',
    });
    const stopped = new DOMException('stopped', 'AbortError');
    expect(storeFault(stopped, '/data/k')).toBe(stopped);
  });
});

/** Does something without the rights of the administrator, for whom nothing is closed. */
async function asNobody(act: () => Promise<void>): Promise<void> {
  const user = process.geteuid?.();
  if (user === 0) process.seteuid?.(65_534);
  try {
    await act();
  } finally {
    if (user === 0) process.seteuid?.(0);
  }
}
