// What the work takes by itself: as many workers as the maps have, each taking the next item until there are none.
import { CONCURRENCY, itemsOf } from '../machines.mjs';

/** The task over the same items, with nothing around it. */
export const pool = (work) => async (count) => {
  const items = itemsOf(count);
  return async () => {
    const results = new Array(count);
    let next = 0;
    const worker = async () => {
      while (next < count) {
        const index = next++;
        results[index] = await work(items[index]);
      }
    };
    await Promise.all(Array.from({ length: CONCURRENCY }, worker));
    if (results.some((result, n) => result !== n * 2)) throw new Error('wrong results');
  };
};
