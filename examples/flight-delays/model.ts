import { open } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { isAbsolute } from 'node:path';

/** One flight: minutes of delay, miles of distance, and the hour of departure, such as 17.5. */
export interface Flight {
  readonly delay: number;
  readonly distance: number;
  readonly time: number;
}

/** Bytes [from, to) of a file. */
export interface Part {
  readonly file: string;
  readonly from: number;
  readonly to: number;
}

/** How many flights there are, and the sum of their delays. */
interface Cell {
  readonly flights: number;
  readonly minutes: number;
}

/** Cells by hour and distance band: `17/2`. */
export type Summary = Map<string, Cell>;

/** Cuts a JSON array of flat objects into parts of about the same size, and never through an object. */
export async function splitFile(file: string, parts: number): Promise<Part[]> {
  const handle = await open(pathOf(file));
  try {
    const { size } = await handle.stat();
    const nextObject = async (from: number): Promise<number> => {
      const { bytesRead, buffer } = await handle.read(Buffer.alloc(4096), 0, 4096, from);
      const found = buffer.subarray(0, bytesRead).indexOf('{');
      if (found >= 0) return from + found;
      return bytesRead === 0 ? size : nextObject(from + bytesRead);
    };
    const cuts = [0];
    for (let part = 1; part < parts; part += 1) cuts.push(await nextObject(Math.floor((size * part) / parts)));
    return cuts.map((from, at) => ({ file, from, to: cuts[at + 1] ?? size })).filter(({ from, to }) => from < to);
  } finally {
    await handle.close();
  }
}

/** Reads the flights of one part, and nothing else of the file. */
export async function readPart({ file, from, to }: Part): Promise<Flight[]> {
  const handle = await open(pathOf(file));
  try {
    const { buffer } = await handle.read(Buffer.alloc(to - from), 0, to - from, from);
    return JSON.parse(`[${buffer.toString().replace(/^[[\s]+|[\],\s]+$/g, '')}]`) as Flight[];
  } finally {
    await handle.close();
  }
}

/** Sums up the delays of some flights, in distance bands of `width` miles. */
export function summarise(flights: readonly Flight[], width: number): Summary {
  const summary: Summary = new Map();
  for (const { delay, distance, time } of flights) {
    add(summary, `${Math.floor(time)}/${Math.floor(distance / width)}`, { flights: 1, minutes: delay });
  }
  return summary;
}

/** Adds a summary to another. */
export function merge(total: Summary, summary: Summary): void {
  for (const [key, cell] of summary) add(total, key, cell);
}

/** The mean delays in minutes as a table: a line for each hour, a column for each distance band. */
export function tabulate(total: Summary, width: number): string {
  const bands = 1 + Math.max(-1, ...[...total.keys()].map((key) => Number(key.split('/')[1])));
  const columns = Array.from({ length: bands }, (_, band) => `${band * width}-${(band + 1) * width - 1}`);
  const rows = Array.from({ length: 24 }, (_, hour) => [
    `${hour}:00`,
    ...columns.map((_, band) => {
      const cell = total.get(`${hour}/${band}`);
      return cell ? (cell.minutes / cell.flights).toFixed(1) : '-';
    }),
  ]);
  return [['miles', ...columns], ...rows].map((row) => row.map((text) => text.padStart(10)).join('')).join('\n');
}

/** The number of flights in a summary. */
export function countFlights(total: Summary): number {
  return [...total.values()].reduce((sum, { flights }) => sum + flights, 0);
}

function add(total: Summary, key: string, { flights, minutes }: Cell): void {
  const cell = total.get(key) ?? { flights: 0, minutes: 0 };
  total.set(key, { flights: cell.flights + flights, minutes: cell.minutes + minutes });
}

/** A path as it is; a name such as `vega-datasets/data/flights-200k.json` as a file of an installed package. */
function pathOf(file: string): string {
  return isAbsolute(file) ? file : createRequire(import.meta.url).resolve(file);
}
