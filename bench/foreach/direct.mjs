// What a foreach must give, computed without one from the file itself; and its rows as lines. Prints the checksum of each number of
// items, as JSON. Usage: node direct.mjs LINES ITEMS...
import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { checksum, flights, measure } from './rows.mjs';

const path = process.argv[2];
const sizes = process.argv.slice(3).map(Number);

const sums = {};
const sum = checksum();
const lines = createWriteStream(path);
let count = 0;
for await (const row of flights(Math.max(...sizes))) {
  if (!lines.write(`${JSON.stringify(row)}\n`)) await once(lines, 'drain');
  sum.add(measure(row));
  count += 1;
  if (sizes.includes(count)) sums[count] = sum.value();
}
lines.end();
await once(lines, 'finish');
process.stdout.write(JSON.stringify(sums));
