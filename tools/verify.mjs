// Everything that has to hold before a change goes in. With --ci, the tests run with the README's own command.
// The last line of the output is `N passed, N failed`: the tests, the checks on packed packages, and the steps here.
import { spawn } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './run.mjs';

const ci = process.argv.includes('--ci');
const node = (...args) => [process.execPath, args];
const npm = (...args) => ['npm', args];

/** The command between the fences that follow the mark in the README. */
function readmeCommand() {
  const found = /<!-- test-command -->\s*```\w*\n([\s\S]*?)\n```/.exec(readFileSync(join(ROOT, 'README.md'), 'utf8'));
  if (!found) throw new Error('README.md has no <!-- test-command -->');
  return ['bash', ['-c', found[1]]];
}

const steps = {
  format: () => npm('run', '--silent', 'format:check'),
  references: () => node('tools/references.mjs', '--check'),
  types: () => npm('run', '--silent', 'typecheck'),
  'type budget': () => node('tools/type-budget.mjs'),
  'lint and boundaries': () => npm('run', '--silent', 'lint'),
  packages: () => node('tools/check-packages.mjs'),
  docs: () => node('tools/docs.mjs'),
  build: () => npm('run', '--silent', 'build'),
  test: () => (ci ? readmeCommand() : npm('test')),
  pack: () => npm('run', '--silent', 'pack'),
  ...Object.fromEntries(
    readdirSync(join(ROOT, 'e2e'))
      .filter((file) => file.endsWith('.mjs'))
      .sort()
      .map((file) => [`e2e/${file}`, () => node(`e2e/${file}`)]),
  ),
};

/** Runs a program, its output going to ours; answers with whether it succeeded and with all that it wrote. */
function runStep([command, args]) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: ROOT,
      env: { ...process.env, NX_DAEMON: 'false', NO_COLOR: '1', FORCE_COLOR: undefined },
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: process.platform === 'win32' && command === 'npm',
    });
    let out = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8');
      stream.on('data', (text) => {
        out += text;
        process.stdout.write(text);
      });
    }
    child.on('error', (error) => resolve({ ok: false, out: error.message }));
    child.on('close', (code) => resolve({ ok: code === 0, out }));
  });
}

/** How many tests passed and failed, as jest or the checks of e2e/ say it. */
function counted(name, out) {
  if (name === 'test') {
    const line = out.match(/^Tests: .*$/gm)?.at(-1) ?? '';
    const number = (word) => Number(new RegExp(`(\\d+) ${word}`).exec(line)?.[1] ?? 0);
    return { passed: number('passed'), failed: number('failed') };
  }
  if (!name.startsWith('e2e/')) return { passed: 0, failed: 0 };
  const [, passed, failed] =
    out
      .match(/^(\d+) passed, (\d+) failed$/gm)
      ?.at(-1)
      ?.match(/(\d+) passed, (\d+) failed/) ?? [];
  return { passed: Number(passed ?? 0), failed: Number(failed ?? 0) };
}

let passed = 0;
let failed = 0;
const summary = [];
for (const [name, command] of Object.entries(steps)) {
  const began = Date.now();
  let result;
  try {
    const [program, args] = command();
    console.log(`\n=== ${name}: ${program === process.execPath ? 'node' : program} ${args.join(' ')}`);
    result = await runStep([program, args]);
  } catch (error) {
    console.log(`\n=== ${name}: ${error.message}`);
    result = { ok: false, out: '' };
  }
  const count = counted(name, result.out);
  // A test run without a single test proves nothing.
  const ok = result.ok && (name !== 'test' || count.passed > 0);
  // A step that counts counts its tests, any other itself; a failure is never lost.
  passed += ok && count.passed === 0 ? 1 : count.passed;
  failed += !ok && count.failed === 0 ? 1 : count.failed;
  const tests = count.passed + count.failed > 0 ? ` (${count.passed} passed, ${count.failed} failed)` : '';
  summary.push(`${ok ? 'ok    ' : 'FAILED'}  ${name}${tests}, ${((Date.now() - began) / 1000).toFixed(0)} s`);
}
console.log(`\n=== summary\n${summary.join('\n')}\n`);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;
