import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import jsonata from 'jsonata';
import { literal, property } from '../../src/compile/expression.js';

describe('expressions', () => {
  it('writes any string as a literal that JSONata reads back', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary' }), async (text) => {
        expect(await jsonata(literal(text)).evaluate({})).toBe(text);
      }),
    );
  });

  it('reads a property of any legal node id, also where its name is a word of the language', async () => {
    for (const name of ['plain', 'per-shard', 'perShard/perDay', 'and', 'in', 'null', 'function', '_x1']) {
      expect(await jsonata(`$v${property(name)}`).evaluate({}, { v: { [name]: 7 } })).toBe(7);
    }
  });
});
