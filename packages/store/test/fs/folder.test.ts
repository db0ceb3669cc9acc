import { fork } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
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

describe('a folder that several processes use', () => {
  it('lets one of many writers be first', async () => {
    const root = folder();
    const script = join(root, 'writer.mjs');
    // The processes run what was built or what is written: the source, without types, has no other imports than these.
    await writeFile(
      script,
      `import { link, writeFile, mkdir } from 'node:fs/promises';
       const [, , root, me] = process.argv;
       process.on('message', async () => {
         let first = 0;
         for (let key = 0; key < 50; key += 1) {
           await writeFile(root + '/.tmp/' + me + '-' + key, me);
           await link(root + '/.tmp/' + me + '-' + key, root + '/k' + key).then(() => (first += 1), () => 0);
         }
         process.send(first);
         process.disconnect();
       });
       await mkdir(root + '/.tmp', { recursive: true });
       process.send('ready');`,
    );
    const others = Array.from({ length: 3 }, (_, at) => fork(script, [root, `other${at}`], { execArgv: [] }));
    await Promise.all(others.map((other) => once(other, 'message')));
    const theirs = Promise.all(
      others.map(async (other) => {
        other.send('go');
        const [first] = (await once(other, 'message')) as [number];
        return first;
      }),
    );
    const store = fsObjects(root);
    let own = 0;
    for (let key = 0; key < 50; key += 1) {
      if ((await store.put(`k${key}`, Buffer.from('own'), { ifAbsent: true })) === 'written') own += 1;
    }
    const first = (await theirs).reduce((sum, count) => sum + count, own);
    expect(first).toBe(50);
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
