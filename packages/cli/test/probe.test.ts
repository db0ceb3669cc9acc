import { writeFileSync, appendFileSync, readFileSync, mkdirSync, symlinkSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { test } from '@jest/globals';
import { cliAccount } from './support/account.js';
import { newFolder } from './support/flow-cli.js';
const at = cliAccount();
const LOG = '/tmp/inputs-probe.txt';
writeFileSync(LOG, '');
const p = (what: string, r: { status: number; out: string; err: string }): void =>
  appendFileSync(LOG, `=== ${what} [${r.status}]\n--out\n${r.out}--err\n${r.err}\n`);
test('all', async () => {
  const folder = newFolder();
  mkdirSync(join(folder, 'node_modules'));
  symlinkSync(fileURLToPath(new URL('../../../node_modules/@flowmap', import.meta.url)), join(folder, 'node_modules/@flowmap'));
  const file = join(folder, 'f.ts');
  const write = (n: number, more = '', extra = '') => writeFileSync(file, `import { flow, param } from '@flowmap/flow';
export default flow({ name: 'report', params: { rows: param.integer({ default: 5 }) }, ${more} }, ({ step, foreach }) => {
  const s = step('start', { ${extra} }, ({ params }) => ({ list: [params.rows, ${n}] }));
  const e = foreach('each', { items: s.out.list }, (item, b) => b.step('double', { in: { item }, resources: { memoryMb: 2048 } }, ({ in: { item } }) => item * ${n}));
  return step('end', { in: { e: e.out } }, ({ in: { e } }) => e.count);
});`);
  write(1);
  p('first', await at.cli('deploy', file, '--plan'));
  p('first apply', await at.cli('deploy', file, '--yes'));
  p('same', await at.cli('deploy', file, '--plan'));
  write(2);
  p('code', await at.cli('deploy', file, '--plan'));
  p('code apply', await at.cli('deploy', file, '--yes'));
  write(1);
  p('code back', await at.cli('deploy', file, '--plan'));
  write(3, `schedules: { nightly: { cron: '0 3 * * ? *', params: { rows: 7 } } }`, `timeout: '5 minutes', env: { MODE: 'x' }`);
  p('more', await at.cli('deploy', file, '--plan'));
  p('more', await at.cli('deploy', file, '--yes'));
  write(3, `schedules: { nightly: { cron: '0 4 * * ? *', params: { rows: 7 } } }`, `timeout: '5 minutes', env: { MODE: 'x' }`);
  p('sched', await at.cli('deploy', file, '--plan', '--tag', 'a=b'));
}, 300000);
