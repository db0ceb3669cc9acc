import { describe, expect, it } from '@jest/globals';
import type { FlowError } from '@flowmap/graph';
import { decode, encode } from '@flowmap/store';

function sparse(length: number, items: Record<number, unknown>): unknown[] {
  return Object.assign(new Array(length), items);
}

/** What is thrown. */
function thrownBy(act: () => unknown): unknown {
  try {
    return act();
  } catch (error) {
    return error;
  }
}

const roundTrip = (value: unknown): unknown => decode(encode(value, 'start.out'));

describe('encode', () => {
  it.each<[string, unknown]>([
    ['undefined', undefined],
    ['null', null],
    ['NaN', NaN],
    ['the infinities', [Infinity, -Infinity]],
    ['zero and minus zero', [0, -0]],
    ['text with everything in it', 'a"\\\n\u2028</script>é\u{1f600}\ud800\0'],
    ['a text that looks encoded', '!1[1]'],
    ['a bigint', [12345678901234567890n, -1n]],
    ['a date', new Date(1767225600123)],
    ['a regular expression', /a(b)+\/</giu],
    ['a URL', new URL('https://example.org/a?b=c#d')],
    ['search parameters', new URLSearchParams('a=1&a=2')],
    [
      'a map of maps',
      new Map<unknown, unknown>([
        [{ a: 1 }, new Map([[NaN, -0]])],
        ['b', new Set([1, 'x', undefined])],
      ]),
    ],
    ['an object with undefined in it', { a: undefined, b: [undefined] }],
    ['an object without a prototype', Object.assign(Object.create(null) as object, { a: 1, b: new Date(5) })],
    ['a key __proto__', JSON.parse('{"__proto__":{"a":1}}')],
    ['boxed primitives', [Object(1), Object('a'), Object(false)]],
    ['an array buffer', new Uint8Array([1, 2, 255]).buffer],
    ['an empty array buffer', new ArrayBuffer(0)],
    ['nothing much', [{}, [], '', new Map(), new Set(), new Uint8Array()]],
  ])('brings back %s', (_, value) => {
    expect(roundTrip(value)).toStrictEqual(value);
    expect(roundTrip({ deep: [value] })).toStrictEqual({ deep: [value] });
  });

  it.each([
    new Int8Array([-1, 2]),
    new Uint8Array([1, 255]),
    new Uint8ClampedArray([1, 255]),
    new Int16Array([-1, 2]),
    new Uint16Array([1, 65535]),
    new Int32Array([-1, 2]),
    new Uint32Array([1, 2 ** 32 - 1]),
    new Float32Array([0.5, NaN, -0]),
    new Float64Array([0.1, Infinity, -0]),
    new BigInt64Array([-1n]),
    new BigUint64Array([2n ** 64n - 1n]),
    new DataView(new Uint8Array([1, 2, 3]).buffer),
  ])('brings back a view of its own kind', (view) => {
    const back = roundTrip(view) as typeof view;
    expect(Object.prototype.toString.call(back)).toBe(Object.prototype.toString.call(view));
    expect(Buffer.from(back.buffer, back.byteOffset, back.byteLength)).toEqual(
      Buffer.from(view.buffer, view.byteOffset, view.byteLength),
    );
  });

  it('brings a Buffer back as a Buffer', () => {
    for (const buffer of [Buffer.from('flowmap'), Buffer.alloc(0)]) {
      const back = roundTrip({ buffer }) as { buffer: Buffer };
      expect(Buffer.isBuffer(back.buffer)).toBe(true);
      expect(back.buffer.equals(buffer)).toBe(true);
    }
  });

  it('stores of a view no more than it shows', () => {
    const secret = Buffer.from('secret:open:secret');
    const open = new Uint8Array(secret.buffer, secret.byteOffset + 7, 4);
    const text = encode([open, new DataView(open.buffer, open.byteOffset, 2)], 'out');
    expect(text).not.toContain(Buffer.from('secret').toString('base64'));
    expect(text.length).toBeLessThan(100);
    const [bytes, view] = decode(text) as [Uint8Array, DataView];
    expect(Buffer.from(bytes).toString()).toBe('open');
    expect(view.getUint8(1)).toBe('p'.charCodeAt(0));
  });

  it('brings an invalid date back', () => {
    const { date } = roundTrip({ date: new Date(NaN) }) as { date: Date };
    expect(Object.prototype.toString.call(date)).toBe('[object Date]');
    expect(date.getTime()).toBeNaN();
  });

  it('keeps holes apart from undefined', () => {
    const holed = sparse(4, { 0: 1, 2: undefined, 3: 4 });
    const back = roundTrip(holed) as unknown[];
    expect(back).toStrictEqual(holed);
    expect(Object.keys(back)).toEqual(['0', '2', '3']);
    const wide: unknown[] = [];
    wide[4_000_000_000] = 'far';
    const text = encode(wide, 'out');
    expect(text.length).toBeLessThan(60);
    const again = decode(text) as unknown[];
    expect([again.length, again[4_000_000_000]]).toEqual([4_000_000_001, 'far']);
  });

  it('keeps objects that stand in several places, and circles', () => {
    const shared = { n: 1 };
    const back = roundTrip({ a: shared, b: [shared] }) as { a: unknown; b: unknown[] };
    expect(back).toEqual({ a: { n: 1 }, b: [{ n: 1 }] });
    expect(back.b[0]).toBe(back.a);
    const node: { next?: unknown } = {};
    node.next = { next: node };
    const circle = roundTrip(node) as { next: { next: unknown } };
    expect(circle.next.next).toBe(circle);
  });

  it('writes plain values as JSON', () => {
    expect(encode({ a: [1, 'x', null, true], b: {} }, 'out')).toBe('{"a":[1,"x",null,true],"b":{}}');
  });
});

class Point {
  x = 1;
}
class Names extends Map<string, string> {}
class Liar {
  get [Symbol.toStringTag](): string {
    return 'Map';
  }
}

describe('what cannot be stored', () => {
  it.each<[string, unknown, string]>([
    ['a function', { conn: { open: () => 1 } }, 'start.out.conn.open cannot be stored: it is the function open'],
    ['a symbol', { a: [Symbol('s')] }, 'start.out.a[0] cannot be stored: it is a symbol'],
    ['a promise', { late: Promise.resolve(1) }, 'start.out.late cannot be stored: it is a promise'],
    ['an instance', { a: [{ p: new Point() }] }, 'start.out.a[0].p cannot be stored: it is an instance of Point'],
    ['a subclass', { names: new Names() }, 'start.out.names cannot be stored: it is an instance of Names'],
    ['what lies about itself', { a: new Liar() }, 'start.out.a cannot be stored: it is an instance of Liar'],
    ['an error', { e: new TypeError('x') }, 'start.out.e cannot be stored: it is an instance of TypeError'],
    ['a weak map', new WeakMap(), 'start.out cannot be stored: it is an instance of WeakMap'],
    ['a stream', { conn: { socket: process.stdin } }, 'start.out.conn.socket cannot be stored: it is an instance of'],
    ['shared memory', { m: new SharedArrayBuffer(8) }, 'start.out.m cannot be stored: it is an instance of Shared'],
    ['a view of it', { m: new Uint8Array(new SharedArrayBuffer(8)) }, 'start.out.m cannot be stored'],
    ['a value in a map', new Map([['k', Symbol('s')]]), 'start.out.get("k") cannot be stored'],
    ['a symbol as key', { a: { [Symbol('s')]: 1 } }, 'start.out.a cannot be stored: it is an object with'],
    ['a strange key', { 'a b': { 'c-d': Symbol('s') } }, 'start.out["a b"]["c-d"] cannot be stored'],
    ['a match', 'abc'.match(/b/), 'start.out cannot be stored: it is an array with properties besides its items'],
    ['a generator', { g: (function* () {})() }, 'start.out.g cannot be stored'],
  ])('is refused with its path: %s', (_, value, message) => {
    expect(thrownBy(() => encode(value, 'start.out'))).toMatchObject({
      code: 'ARTIFACT_NOT_STORABLE',
      message: expect.stringContaining(message),
    });
  });

  it('says what to do', () => {
    const advice = (value: unknown): unknown => (thrownBy(() => encode(value, 'out')) as FlowError).hint;
    expect(advice({ late: Promise.resolve(1) })).toBe('Await it.');
    expect(advice(new Point())).toContain('Return the data');
  });

  it('is refused by name when it is nested too deeply', () => {
    let chain: unknown = 1;
    for (let depth = 0; depth < 100_000; depth += 1) chain = { next: chain };
    for (const value of [chain, [chain, undefined]]) {
      expect(() => encode(value, 'start.out')).toThrow(/^start\.out cannot be stored: it is nested too deeply/);
    }
  });

  it('is refused by name when its text is too long for a string', () => {
    // The engine's own error, without half a gigabyte to get it.
    const value = {
      get long(): string {
        return 'x'.repeat(2 ** 30);
      },
    };
    expect(thrownBy(() => encode(value, 'start.out'))).toMatchObject({
      code: 'ARTIFACT_TOO_LARGE',
      message: expect.stringMatching(/^start\.out /),
      hint: expect.stringContaining('item by item'),
    });
  });
});

describe('decode', () => {
  it.each(['', '{"a":', '!1', '!1[["Nope",1]]', '!1[{"a":7}]', '!2[1]', 'require("fs")'])('refuses %j', (text) => {
    expect(thrownBy(() => decode(text, 'the object k'))).toMatchObject({
      code: 'ARTIFACT_CORRUPT',
      message: 'the object k cannot be read back',
      cause: expect.anything(),
    });
  });

  // Runs live for a year and are read by newer programs: these texts must always be readable.
  it.each<[string, unknown]>([
    ['{"a":[1,"x",null]}', { a: [1, 'x', null] }],
    ['!1-1', undefined],
    ['!1-3', NaN],
    ['!1[{"d":1,"n":2},["Date","2026-01-01T00:00:00.000Z"],["BigInt","5"]]', { d: new Date(1767225600000), n: 5n }],
    ['!1[["Map",1,2],"k",["Set",3],-0.5]', new Map([['k', new Set([-0.5])]])],
    ['!1[[1,-2,-6],["BigInt","0"]]', sparse(3, { 0: 0n, 2: -0 })],
    ['!1[["Uint8Array",1],["ArrayBuffer","AQL/"]]', new Uint8Array([1, 2, 255])],
    ['!1[["Buffer",1],[2],"AQL/"]', Buffer.from([1, 2, 255])],
    ['!1[["RegExp","a+","g"]]', /a+/g],
    ['!1[["URL","https://example.org/"]]', new URL('https://example.org/')],
    ['!1[["null","a",1],1]', Object.assign(Object.create(null) as object, { a: 1 })],
  ])('reads version 1: %s', (text, value) => {
    expect(decode(text)).toStrictEqual(value);
    expect(encode(value, 'out')).toBe(text);
  });
});
