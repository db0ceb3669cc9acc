import type { MapState } from '@flowmap/asl/language';
import { distributed } from '@flowmap/map-distributed';
import { inline } from '@flowmap/map-inline';
import { type Broken, expression, selected, withMap } from './broken.js';

/** The numbers of the Map's items, those that a predicate over `$k` lets through. */
function only({ Items }: MapState, predicate: string): Pick<MapState, 'Items'> {
  return { Items: `{% [$filter(${expression(Items)}, function($k) { ${predicate} })] %}` };
}

/** Faults in which items there are, and where they are. */
export const LIST_FAULTS: readonly Broken[] = [
  {
    how: 'takes a missing count for an empty list',
    whole: inline(),
    fault: (whole) => withMap(whole, () => ({ Items: '{% [0..$states.input.f.each - 1] %}' })),
    seen: /^a count that is missing fails/,
  },
  {
    how: 'counts from 1, and forgets the first item',
    whole: inline(),
    fault: (whole) => withMap(whole, (state) => only(state, '$k > 0')),
    seen: /^2 items of one step give their results/,
  },
  {
    how: 'takes the 40 items that run at once for all that there can be',
    whole: inline(),
    fault: (whole) => withMap(whole, (state) => only(state, '$k < 40')),
    seen: /^41 items of one step give their results/,
  },
  {
    how: 'loses the first batch behind 1,000 items',
    whole: distributed({ batch: 100 }),
    fault: (whole) => withMap(whole, (state) => only(state, '$k != 10')),
    seen: /^3000 items of one step give their results/,
  },
  {
    how: 'begins more items than its history has room for, and fails in the middle',
    whole: inline(),
    fault: (whole) => withMap({ ...whole, check: () => [] }, () => ({ Items: '{% [0..$states.input.f.each - 1] %}' })),
    seen: /^10000 items of one step give their results/,
  },
  {
    how: 'ends each batch one item behind its border',
    whole: distributed({ batch: 2 }),
    fault: (whole) =>
      withMap(whole, (state) => ({
        ItemSelector: {
          ...(state.ItemSelector as object),
          to: `{% ${selected(state, 'to').replace('* $b]', '* $b + 1]')} %}`,
        },
      })),
    seen: /^in itself, over a list of a step of the body/,
  },
];
