import { describe, expect, it } from '@jest/globals';
import { flow, referenceOf } from '@flowmap/flow';
import type { Loose } from './support/findings.js';
import { findings, lineHere } from './support/findings.js';

interface Out {
  readonly rows: readonly number[];
  readonly then: string;
  readonly deep: { readonly value: number };
}

/** Lets an author do something with the handle of a step's output, and tells what comes of it. */
function use(what: (out: Loose) => unknown): readonly string[] {
  const built = flow({ name: 'use' }, ({ step }) => {
    const start = step('start', (): Out => ({ rows: [1], then: '', deep: { value: 1 } }));
    what(start.out as unknown as Loose);
  });
  return findings(built);
}

describe('a handle', () => {
  it('has a handle for each part', () => {
    flow({ name: 'parts' }, ({ step }) => {
      const { out, name } = step('start', (): Out => ({ rows: [1], then: '', deep: { value: 1 } }));
      expect(name).toBe('start');
      expect(referenceOf(out)).toEqual({ node: 'start', path: [] });
      expect(referenceOf(out.deep.value)).toEqual({ node: 'start', path: ['deep', 'value'] });
    });
  });

  it('is never taken for a promise', async () => {
    expect(use((out) => expect((out as { then?: unknown }).then).toBeUndefined())).toEqual([]);
  });

  it.each<[string, (out: Loose) => unknown, string]>([
    [
      'a string',
      (out) => `x${out.rows as unknown as string}`,
      'The output of start.rows was used as a string or a number',
    ],
    ['a number', (out) => Number(out.deep.value), 'The output of start.deep.value was used as a string or a number'],
    ['a list', (out) => [...(out.rows as unknown as string[])], 'The output of start.rows was iterated'],
    ['an object with methods', (out) => out.rows.map(String), 'The output of start.rows.map was called'],
    ['something to list', (out) => Object.keys(out), 'The output of start was spread or listed'],
    ['something to change', (out) => (out.rows = out), 'The output of start was assigned to'],
    ['something to look into', (out) => 'rows' in out, 'The output of start was searched for a property'],
    ['JSON', (out) => JSON.stringify({ out }), 'The output of start was written as JSON'],
    ['text', (out) => out.toString(), 'The output of start was used as a string'],
    ['a value', (out) => out.valueOf(), 'The output of start was used as a value'],
  ])('cannot be used as %s', (_, how, message) => {
    expect(use(how)).toEqual([`FLOW1105 -: ${message}, but it has no value while the flow is defined`]);
  });

  it('says where it was misused', () => {
    const built = flow({ name: 'place' }, ({ step }) => {
      const { out } = step('start', () => ({ x: 1 }));
      return step(`x${out.x as unknown as number}`, () => 1);
    });
    expect(built.diagnostics[0]?.place).toContain(`${lineHere(-2)}:`);
  });

  it('speaks of items and parameters too', () => {
    const built = flow({ name: 'items' }, ({ step, foreach }) => {
      const { out } = step('start', () => [{ x: 1 }]);
      foreach('each', { items: out }, (item, s) => s.step(`x${item.x as unknown as number}`, () => 1));
    });
    expect(findings(built)[0]).toContain('An item of each.x was used as a string');
  });
});
