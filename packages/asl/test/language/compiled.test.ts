import { describe, expect, test } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import jsonata from 'jsonata';
import { validate } from '../../src/language/index.js';

/** The machines that the compiler is known to emit, each under `definition`. */
const MACHINES = new URL('../golden/machines/', import.meta.url);
const files = readdirSync(MACHINES).filter((file) => file.endsWith('.json'));

// The machines have most of their expressions in common, and parsing is all that takes time here.
const trees = new Map<string, unknown>();
function parseExpression(source: string): unknown {
  const tree = trees.get(source) ?? jsonata(source).ast();
  trees.set(source, tree);
  return tree;
}

describe('what the compiler emits keeps every rule, without a warning', () => {
  test('machines of every strategy are there', () => {
    expect(files.length).toBeGreaterThan(20);
  });

  test.each(files)('%s', (file) => {
    const { definition } = JSON.parse(readFileSync(new URL(file, MACHINES), 'utf8')) as { definition: unknown };
    expect(validate(definition, { parseExpression })).toEqual([]);
  });
});
