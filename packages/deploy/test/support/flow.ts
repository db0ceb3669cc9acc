import { join } from 'node:path';
import type { Entries, PackedCode } from '../../src/index.js';
import { bundleEntries, packCode } from '../../src/index.js';
import { bundleOf, folderWith } from './bundle.js';

/** A flow that prints, fails, waits, and imports a package that is not in its bundle. */
const SOURCE = `import { flow, secret } from '@flowmap/flow';

interface Failure {
  readonly why: string;
}

function fail({ why }: Failure): never {
  throw Object.assign(new Error(why), { name: 'Busy' });
}

export default flow({ name: 'f' }, ({ step, foreach }) => {
  const start = step('start', ({ log }) => {
    log('hello');
    console.log('printed %d\\nof two lines', 1);
    process.stdout.write('written\\n');
    return [1, 2, 3];
  });
  foreach('each', { items: start.out, tolerate: { count: 3 } }, (n, s) =>
    s.step('x', { in: { n } }, async ({ in: { n }, signal }) => {
      console.warn('item', n);
      if (n === 2) fail({ why: 'no two' });
      if (n === 3) {
        const alive = setInterval(() => undefined, 1000);
        const abort = new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
        await abort.finally(() => clearInterval(alive));
      }
      return n;
    }),
  );
  step('secret', { secrets: { TOKEN: secret('prod/token', { key: 'token' }) } }, ({ env }) => env.TOKEN.length);
  step('stuck', () => new Promise<number>(() => undefined));
  step('loose', async () => {
    void Promise.reject(new Error('nobody catches this'));
    await new Promise((resolve) => setTimeout(resolve, 10_000));
  });
  step('outside', async () => (await import('not-in-the-bundle')).answer);
});
`;

/** Packs it. */
export async function packFlow(entries?: Entries): Promise<PackedCode> {
  const folder = await folderWith({ 'flows/f.ts': SOURCE });
  const bundle = await bundleOf(join(folder, 'flows/f.ts'), ['not-in-the-bundle']);
  return packCode(bundle, { computes: [], entries: entries ?? (await bundleEntries()) });
}
