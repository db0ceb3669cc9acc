import { describe, expect, it } from '@jest/globals';
import { list } from '@flowmap/flow';

describe('a list', () => {
  it('has no count before it is stored', () => {
    expect(() => list([1]).count).toThrow(expect.objectContaining({ code: 'LIST_UNREAD' }));
  });

  it('can be read by the step that makes it', async () => {
    const rows = list(
      (async function* () {
        yield 1;
        yield 2;
      })(),
    );
    expect(await rows.toArray()).toEqual([1, 2]);
    const seen: number[] = [];
    for await (const row of list(new Set([3, 4]))) seen.push(row);
    expect(seen).toEqual([3, 4]);
  });
});
