// One foreach in this process, and what it took, as JSON. Usage: node case.mjs LINES AVAILABLE ITEMS
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { distributed } from '../../packages/map-distributed/dist/index.js';
import { fsObjects } from '../../packages/store/dist/fs/index.js';
import { inMemory, inMemoryStores } from '../../packages/testing/dist/index.js';
import { delays } from './flow.mjs';
import { BATCH, WORKERS } from './settings.mjs';

const lines = process.argv[2];
const [available, items] = process.argv.slice(3).map(Number);

/** Items of a run before the measured one, so that the code is compiled. */
const WARM_UP = 10_000;

/** What the join reads of the object store, and how far ahead of the results that it has taken. */
function joinWatch() {
  const seen = { gets: 0, packs: 0, taken: 0, ahead: 0, joining: false };
  return {
    seen,
    taken: () => void (seen.taken += 1),
    entered: ({ type, details }) => {
      if (type === 'TaskStateEntered' && details?.name === 'join') seen.joining = true;
    },
    over: (objects) => ({
      ...objects,
      get(key, options) {
        if (seen.joining) {
          seen.gets += 1;
          if (/\/measure\/\d+-\d+$/.test(key)) seen.packs += 1;
          seen.ahead = Math.max(seen.ahead, seen.packs - Math.floor(seen.taken / BATCH));
        }
        return objects.get(key, options);
      },
    }),
  };
}

async function foreach(count) {
  const folder = mkdtempSync(join(tmpdir(), 'flowmap-foreach-'));
  try {
    const watch = joinWatch();
    const program = inMemory(delays(lines, watch.taken), { fallback: distributed({ batch: BATCH }) });
    const stores = { ...inMemoryStores(), objects: watch.over(fsObjects(folder)) };
    const started = performance.now();
    const run = await program.run({ params: { items: count }, stores, workers: WORKERS, record: watch.entered });
    const milliseconds = performance.now() - started;
    if (run.outcome.status !== 'SUCCEEDED') throw new Error(`${run.outcome.error}: ${run.outcome.cause}`);
    const { checksum } = await run.result();
    return { milliseconds, checksum, writes: run.writes.length, children: run.counts.executions - 1, ...watch.seen };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

await foreach(Math.min(WARM_UP, available));
const result = await foreach(items);
// maxRSS is in KiB.
const megabytes = process.resourceUsage().maxRSS / 1024;
process.stdout.write(`${JSON.stringify({ ...result, megabytes })}\n`);
