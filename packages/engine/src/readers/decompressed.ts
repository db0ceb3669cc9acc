import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';

/**
 * The bytes of an object that may be compressed as a whole: by its name, `.gz` with gzip and `.zstd` with Zstandard.
 * Source: AWS Step Functions developer guide, "ItemReader".
 */
export function decompressed(key: string, body: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  if (key.endsWith('.gz')) return gunzipped(body);
  return key.endsWith('.zstd') ? unzstd(body) : body;
}

async function* gunzipped(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const bytes = Readable.from(body, { objectMode: false });
  const gunzip = createGunzip();
  // A pipe does not pass errors on.
  bytes.on('error', (error) => gunzip.destroy(error));
  bytes.pipe(gunzip);
  try {
    yield* gunzip as AsyncIterable<Uint8Array>;
  } finally {
    bytes.destroy();
  }
}

async function* unzstd(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const { Decompress } = await import('fzstd');
  let ready: Uint8Array[] = [];
  const frames = new Decompress((part) => void ready.push(part));
  function* taken(): Generator<Uint8Array> {
    const parts = ready;
    ready = [];
    yield* parts;
  }
  for await (const chunk of body) {
    frames.push(chunk);
    yield* taken();
  }
  frames.push(new Uint8Array(0), true);
  yield* taken();
}
