// What the five expressions take by themselves: the library that the engine uses, each parsed once, one item after another.
import { createRequire } from 'node:module';
import { EXPRESSIONS, itemsOf } from '../machines.mjs';

const jsonata = createRequire(new URL('../../../packages/engine/package.json', import.meta.url))('jsonata');

/** All expressions of all items. */
export async function expressions(count) {
  const items = itemsOf(count);
  const parsed = Object.values(EXPRESSIONS).map((source) => jsonata(source));
  return async () => {
    for (const input of items) {
      for (const expression of parsed) await expression.evaluate(undefined, { states: { input } });
    }
  };
}
