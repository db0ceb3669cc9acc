// The flows whose overhead is told: a foreach over so many items of one step, or of so many times so many, and its join.
import { flow } from '../../packages/flow/dist/index.js';

/** An item of a hundred bytes as text, which is what a forecast takes an item to have. */
const itemOf = (k) => ({ k, name: String(k).padStart(100 - '{"k":,"name":""}'.length - String(k).length, '.') });
const listOf = (count) => Array.from({ length: count }, (_, k) => itemOf(k));

async function countOf(results) {
  let count = 0;
  for await (const result of results) count += result === undefined ? 0 : 1;
  return count;
}

/** What there would be without the foreach: a step before it and one behind it. */
export const without = () =>
  flow({ name: 'widths' }, ({ step }) => {
    const start = step('start', () => ({ items: [] }));
    return step('join', { after: [start] }, () => 0);
  });

export const wide = ({ outer }, items) =>
  flow({ name: 'widths' }, ({ step, foreach }) => {
    const start = step('start', () => ({ items: listOf(items) }));
    const each = foreach('each', { items: start.out.items, strategy: outer }, (item, s) =>
      s.step('work', { in: { item } }, ({ in: { item } }) => item.k),
    );
    return step('join', { in: { all: each.out } }, ({ in: { all } }) => countOf(all));
  });

export const nested = ({ outer, inner }, items, inside) =>
  flow({ name: 'widths' }, ({ step, foreach }) => {
    const start = step('start', () => ({ items: listOf(items) }));
    const each = foreach('each', { items: start.out.items, strategy: outer }, (item, s) => {
      const split = s.step('split', { in: { item } }, () => ({ items: listOf(inside) }));
      const all = s.foreach('inside', { items: split.out.items, strategy: inner }, (one, t) =>
        t.step('work', { in: { one } }, ({ in: { one } }) => one.k),
      );
      return s.step('fold', { in: { all: all.out } }, ({ in: { all } }) => countOf(all));
    });
    return step('join', { in: { all: each.out } }, async ({ in: { all } }) => {
      let count = 0;
      for await (const one of all) count += one;
      return count;
    });
  });
