/** The lines of a text that comes in chunks of UTF-8. Empty ones are left out. No more than a line and a chunk is held. */
export async function* linesOf(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string, void, undefined> {
  const decoder = new TextDecoder();
  let begun = '';
  for await (const chunk of chunks) {
    const [first = '', ...others] = decoder.decode(chunk, { stream: true }).split('\n');
    begun += first;
    for (const next of others) {
      if (begun !== '') yield begun;
      begun = next;
    }
  }
  begun += decoder.decode();
  if (begun !== '') yield begun;
}
