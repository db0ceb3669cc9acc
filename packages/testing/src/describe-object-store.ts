import assert from 'node:assert/strict';
import { isFlowError } from '@flowmap/graph';
import type { ObjectStore } from '@flowmap/store';
import type { TestFramework } from './test-framework.js';

/** Keys in the order of their bytes in UTF-8, with what a file system would confuse or refuse. */
const AWKWARD: readonly string[] = [
  '%2e',
  'A',
  'CON',
  'a',
  'a b',
  'a%20b',
  'a+',
  'a+/b',
  'a-b',
  'a/A',
  'a/b',
  'a/b-c',
  'a/b.c',
  'a/b/c',
  'a/b=',
  'a/b~',
  'a0',
  'aB',
  'aux.txt',
  'b',
  'con',
  'dots./.hidden',
  `long/${'n'.repeat(300)}`,
  `long/${'n'.repeat(300)}/x`,
  `long/${'n'.repeat(301)}`,
  `long/${'n'.repeat(500)}`,
  'quote"<>|?*:\\',
  'é',
  '\ufb01',
  '\uffee',
  '\u{1f600}',
];

const NO_KEYS = ['', '/a', 'a/', 'a//b', '.', '..', '../a', 'a/../b', 'a/.', 'a\0b', 'x'.repeat(1025), '\ud800'];

const text = (bytes: Uint8Array | undefined): string | undefined => bytes && Buffer.from(bytes).toString();

const refusedAs =
  (code: string) =>
  (error: unknown): boolean =>
    isFlowError(error) && error.code === code;

async function keysOf(store: ObjectStore, prefix: string): Promise<string[]> {
  const keys: string[] = [];
  for await (const { key } of store.list(prefix)) keys.push(key);
  return keys;
}

async function* chunks(...parts: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const part of parts) yield Buffer.from(part);
}

/**
 * The contract of `ObjectStore` as tests. `make` gives an empty store, a new one for each test.
 *
 * @example
 * describeObjectStore('memory', memoryObjects, { describe, it });
 */
export function describeObjectStore(
  name: string,
  make: () => ObjectStore | Promise<ObjectStore>,
  { describe, it }: TestFramework,
): void {
  const test = (what: string, body: (store: ObjectStore) => Promise<void>): unknown =>
    it(what, async () => body(await make()));

  describe(`${name} as an object store`, () => {
    test('gives back what was put', async (store) => {
      assert.equal(await store.put('a/b', Buffer.from('one')), 'written');
      assert.equal(text(await store.get('a/b')), 'one');
      assert.equal(await store.put('empty', new Uint8Array()), 'written');
      assert.equal((await store.get('empty'))?.length, 0);
      assert.equal(await store.put('parts', chunks('o', '', 'ne')), 'written');
      assert.equal(text(await store.get('parts')), 'one');
    });

    test('says so where there is nothing', async (store) => {
      assert.equal(await store.get('none'), undefined);
      assert.equal(await store.get('none', { range: [0, 3] }), undefined);
      await assert.rejects(async () => {
        for await (const chunk of store.read('none')) assert.fail(`read ${chunk.length} bytes of nothing`);
      }, refusedAs('OBJECT_NOT_FOUND'));
      assert.deepEqual(await keysOf(store, ''), []);
    });

    test('replaces an object, but not with ifAbsent', async (store) => {
      await store.put('k', Buffer.from('one'));
      assert.equal(await store.put('k', Buffer.from('two')), 'written');
      assert.equal(await store.put('k', Buffer.from('three'), { ifAbsent: true }), 'exists');
      assert.equal(await store.put('k', chunks('three'), { ifAbsent: true }), 'exists');
      assert.equal(text(await store.get('k')), 'two');
      assert.equal(await store.put('new', chunks('three'), { ifAbsent: true }), 'written');
      assert.equal(text(await store.get('new')), 'three');
    });

    test('keeps its own copy', async (store) => {
      const body = Buffer.from('one');
      await store.put('k', body);
      body.fill(0);
      (await store.get('k'))?.fill(0);
      assert.equal(text(await store.get('k')), 'one');
    });

    test('reads ranges, and of a range beyond the end what there is', async (store) => {
      await store.put('k', Buffer.from('0123456789'));
      const range = async (first: number, last: number): Promise<string | undefined> =>
        text(await store.get('k', { range: [first, last] }));
      assert.equal(await range(0, 0), '0');
      assert.equal(await range(3, 5), '345');
      assert.equal(await range(8, 20), '89');
      assert.equal(await range(8, Number.MAX_SAFE_INTEGER), '89');
      assert.equal(await range(10, 20), '');
      assert.equal(await range(30, 40), '');
    });

    test('reads and writes many megabytes in chunks', async (store) => {
      const body = Buffer.alloc(3_000_001, 'abcdefg');
      async function* parts(): AsyncGenerator<Uint8Array> {
        for (let at = 0; at < body.length; at += 999_983) yield body.subarray(at, at + 999_983);
      }
      await store.put('k', parts());
      const read: Uint8Array[] = [];
      for await (const chunk of store.read('k')) read.push(chunk);
      assert.ok(read.length > 1, 'one chunk');
      assert.ok(Buffer.concat(read).equals(body));
    });

    test('writes nothing when the body fails', async (store) => {
      await store.put('old', Buffer.from('old'));
      async function* failing(): AsyncGenerator<Uint8Array> {
        yield Buffer.alloc(100_000);
        throw new Error('the source broke');
      }
      for (const key of ['k', 'old']) await assert.rejects(store.put(key, failing()), /the source broke/);
      assert.equal(await store.get('k'), undefined);
      assert.equal(text(await store.get('old')), 'old');
      assert.deepEqual(await keysOf(store, ''), ['old']);
    });

    test('stops when it is told to', async (store) => {
      await store.put('old', Buffer.alloc(1_000_000));
      const over = AbortSignal.abort();
      await assert.rejects(store.put('k', Buffer.from('one'), { signal: over }));
      await assert.rejects(store.get('old', { signal: over }));
      const control = new AbortController();
      async function* stopping(): AsyncGenerator<Uint8Array> {
        yield Buffer.from('one');
        control.abort();
        yield Buffer.from('two');
      }
      await assert.rejects(store.put('k', stopping(), { signal: control.signal }));
      assert.deepEqual(await keysOf(store, ''), ['old']);
    });

    test('lets one of many writers be first', async (store) => {
      for (const [round, large] of [false, true, false].entries()) {
        const key = `race/${round}`;
        const answers = await Promise.all(
          Array.from({ length: 20 }, (_, writer) => {
            const body = `${writer} `.repeat(large ? 40_000 : 1);
            return store.put(key, writer % 2 === 0 ? Buffer.from(body) : chunks(body), { ifAbsent: true });
          }),
        );
        assert.equal(answers.filter((answer) => answer === 'written').length, 1);
        const winner = answers.indexOf('written');
        assert.ok(text(await store.get(key))?.startsWith(`${winner} `));
      }
    });

    test('never shows a part of an object', async (store) => {
      const bodies = [Buffer.alloc(200_000, 'a'), Buffer.alloc(100_000, 'b')];
      const write = async (body: Buffer): Promise<void> => {
        for (let times = 0; times < 10; times += 1) await store.put('k', body);
      };
      let writing = true;
      const writers = Promise.all(bodies.map(write)).finally(() => (writing = false));
      while (writing) {
        const seen = await store.get('k');
        if (seen)
          assert.ok(
            bodies.some((body) => body.equals(seen)),
            `${seen.length} bytes that nobody wrote`,
          );
      }
      await writers;
    });

    test('lists by the bytes of the keys, whatever is in them', async (store) => {
      for (const key of [...AWKWARD].reverse()) assert.equal(await store.put(key, Buffer.from(key)), 'written', key);
      assert.deepEqual(await keysOf(store, ''), AWKWARD);
      for (const key of AWKWARD) assert.equal(text(await store.get(key)), key);
      for (const prefix of ['a', 'a/', 'a/b', 'a/b/', 'a-', 'A', 'long/nn', `long/${'n'.repeat(300)}`, 'é', 'z']) {
        const expected = AWKWARD.filter((key) => key.startsWith(prefix));
        assert.deepEqual(await keysOf(store, prefix), expected, prefix);
      }
    });

    test('lists sizes, and more keys than one answer holds', async (store) => {
      const keys = Array.from({ length: 1_050 }, (_, item) => `run/step/${item}`);
      await Promise.all(keys.map((key) => store.put(key, Buffer.from(key))));
      const found: { key: string; size: number }[] = [];
      for await (const { key, size } of store.list('run/step/')) found.push({ key, size });
      assert.deepEqual(
        found,
        keys.sort().map((key) => ({ key, size: key.length })),
      );
      for await (const { key } of store.list('run/step/10')) {
        assert.equal(key, 'run/step/10');
        break;
      }
    });

    test('refuses what is no key', async (store) => {
      for (const key of NO_KEYS) {
        const refused = refusedAs('INVALID_KEY');
        await assert.rejects(store.put(key, Buffer.from('x')), refused, JSON.stringify(key));
        await assert.rejects(store.get(key), refused, JSON.stringify(key));
        await assert.rejects(store.remove([key]), refused, JSON.stringify(key));
      }
      await store.put('x'.repeat(1024), Buffer.from('x'));
      assert.deepEqual(await keysOf(store, ''), ['x'.repeat(1024)]);
    });

    test('removes what is there', async (store) => {
      for (const key of ['a/b', 'a/b/c', 'a/c', 'd']) await store.put(key, Buffer.from(key));
      await store.remove(['a/b', 'a/none', 'none/at/all', 'd']);
      assert.deepEqual(await keysOf(store, ''), ['a/b/c', 'a/c']);
      assert.equal(await store.put('a/b', Buffer.from('new'), { ifAbsent: true }), 'written');
      await store.remove(['a/b', 'a/b/c', 'a/c']);
      await store.remove([]);
      assert.deepEqual(await keysOf(store, ''), []);
      await store.put('a/b', Buffer.from('again'));
      assert.equal(text(await store.get('a/b')), 'again');
    });
  });
}
