// Runs one case in this process and prints what it took, as JSON. Usage: node case.mjs CASE ITEMS
const [name, items] = process.argv.slice(2);

const engine = () => import('./subjects/engine.mjs');
const { task, turn } = await import('./machines.mjs');
const SUBJECTS = {
  'engine-jsonpath-inline': async () => (await engine()).map('JSONPath', 'inline', task),
  'engine-jsonpath-distributed': async () => (await engine()).map('JSONPath', 'distributed', task),
  'engine-turns': async () => (await engine()).map('JSONPath', 'inline', turn),
  'engine-jsonata-inline': async () => (await engine()).map('JSONata', 'inline', task),
  'engine-jsonata-distributed': async () => (await engine()).map('JSONata', 'distributed', task),
  'engine-reader': async () => (await engine()).reader,
  peer: async () => (await import('./subjects/peer.mjs')).peer,
  pool: async () => (await import('./subjects/pool.mjs')).pool(task),
  turns: async () => (await import('./subjects/pool.mjs')).pool(turn),
  expressions: async () => (await import('./subjects/expressions.mjs')).expressions,
};

/** Items of a run before the measured one, so that the code is compiled. */
const WARM_UP = 200;

const prepare = await SUBJECTS[name]();
await (
  await prepare(WARM_UP)
)();
const work = await prepare(Number(items));
const started = performance.now();
const events = await work();
const milliseconds = performance.now() - started;
// maxRSS is in KiB.
const megabytes = process.resourceUsage().maxRSS / 1024;
process.stdout.write(`${JSON.stringify({ milliseconds, megabytes, events })}\n`);
// A peer may leave timers behind.
process.exit(0);
