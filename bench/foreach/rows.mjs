// The rows of the flights, and what is computed of them. The file has row groups of a million rows; decoding one takes hundreds of
// megabytes at any number of items, so the rows are written as lines once, in a process of their own, and streamed from there.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const FLIGHTS = fileURLToPath(new URL('../../node_modules/vega-datasets/data/flights-3m.parquet', import.meta.url));

/** Rows that are decoded together. */
const ROWS = 250_000;

/** The first rows of the file: date, delay, distance, origin, destination. */
export async function* flights(count) {
  const { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects } = await import('hyparquet');
  const { compressors } = await import('hyparquet-compressors');
  const file = await asyncBufferFromFile(FLIGHTS);
  const metadata = await parquetMetadataAsync(file);
  for (let rowStart = 0; rowStart < count; rowStart += ROWS) {
    const rowEnd = Math.min(count, rowStart + ROWS);
    for (const row of await parquetReadObjects({ file, metadata, compressors, rowStart, rowEnd })) {
      yield { ...row, delay: Number(row.delay), distance: Number(row.distance) };
    }
  }
}

/** The first lines as rows again. */
export async function* readLines(path, count) {
  if (count === 0) return;
  let read = 0;
  for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Infinity })) {
    yield JSON.parse(line);
    read += 1;
    if (read === count) return;
  }
}

/** What a step makes of a row. */
export const measure = ({ date, delay, distance, origin, destination }) => ({
  leg: `${origin}-${destination}`,
  day: date.slice(0, 4),
  late: delay > 15,
  minutes: Math.round(distance / 8) + Math.max(0, delay),
});

/** Folds results in their order: another order gives another checksum. */
export function checksum() {
  const hash = createHash('sha256');
  return { add: (result) => void hash.update(JSON.stringify(result)), value: () => hash.copy().digest('hex') };
}
