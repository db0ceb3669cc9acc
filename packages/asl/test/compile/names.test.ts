import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createNames } from '../../src/compile/names.js';

describe('names', () => {
  it('keeps a name that fits and is free', () => {
    const names = createNames();
    expect(names.state('perShard/perDay/fit')).toBe('perShard/perDay/fit');
    expect(names.label('perShard/perDay')).toBe('perShard-perDay');
  });

  it('numbers a name that is taken', () => {
    const names = createNames();
    expect([names.state('a'), names.state('a'), names.state('a')]).toEqual(['a', 'a-2', 'a-3']);
  });

  it('gives out names that are unique, fit, and are the same every time', () => {
    const wanted = fc.array(fc.string({ unit: fc.constantFrom('a', 'b', '/', '.', '@'), maxLength: 200 }), {
      maxLength: 30,
    });
    fc.assert(
      fc.property(wanted, (list) => {
        const names = createNames();
        const states = list.map(names.state);
        const labels = list.map(names.label);
        expect(new Set(states).size).toBe(list.length);
        expect(new Set(labels).size).toBe(list.length);
        expect(states.every((name) => name.length <= 80)).toBe(true);
        expect(labels.every((label) => /^[\w-]{0,40}$/.test(label))).toBe(true);
        expect(list.map(createNames().state)).toEqual(states);
      }),
    );
  });

  it('tells two long names apart that begin alike', () => {
    const names = createNames();
    const [first, second] = [names.state(`${'a'.repeat(90)}/x`), names.state(`${'a'.repeat(90)}/y`)];
    expect(first).toHaveLength(80);
    expect(first).not.toBe(second);
    expect(second).not.toMatch(/-2$/);
  });
});
