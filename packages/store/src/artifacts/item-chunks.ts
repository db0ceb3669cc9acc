/** Characters, about, that go to the store at once. */
const CHUNK = 256 * 1024;

/** Encoded items on their way to a store, each with a line end behind it, some at a time. */
export interface ItemChunks {
  /** Takes an item, and gives what is enough for a chunk. */
  add(item: string): Generator<Buffer, void, undefined>;
  /** Gives what is left. */
  rest(): Generator<Buffer, void, undefined>;
}

/** No items yet. */
export function itemChunks(): ItemChunks {
  let text = '';
  return {
    *add(item) {
      // A chunk of an item by itself: joining could pass what a string can hold.
      if (text.length + item.length > CHUNK && text !== '') {
        yield Buffer.from(text);
        text = '';
      }
      if (item.length > CHUNK) {
        yield Buffer.from(item);
        text = '\n';
      } else {
        text += `${item}\n`;
      }
    },
    *rest() {
      if (text !== '') yield Buffer.from(text);
    },
  };
}
