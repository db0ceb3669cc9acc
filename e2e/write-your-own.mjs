// Follows docs/strategies/write-your-own.md to the letter, in an empty folder: writes the files that it shows and runs the commands that it
// names, with what would be published in the place of the registry's packages. Needs `npm run pack` first.
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { checks } from './lib/checks.mjs';
import { ROOT, consumer } from './lib/consumer.mjs';

const page = readFileSync(join(ROOT, 'docs/strategies/write-your-own.md'), 'utf8');
const FOLDER = 'dist/write-your-own';

/** The files that the page names behind the language of a block, written where a consumer is copied from. */
function writeFiles() {
  rmSync(join(ROOT, FOLDER), { recursive: true, force: true });
  const files = [...page.matchAll(/^```\w+ (\S+)\n([\s\S]*?)^```$/gm)];
  for (const [, path, content] of files) {
    mkdirSync(dirname(join(ROOT, FOLDER, path)), { recursive: true });
    writeFileSync(join(ROOT, FOLDER, path), content);
  }
  return files.map(([, path]) => path);
}

/** The commands of the first block of shell. */
const commands = /^```sh\n([\s\S]*?)^```$/m.exec(page)[1].trim().split('\n');

const { check, finish } = checks();
const paths = writeFiles();
const reader = consumer({ copy: FOLDER });
try {
  await check('the page shows five files and five commands', () => {
    assert.equal(paths.length, 5);
    assert.equal(commands.length, 5);
    assert.equal(commands[0], 'npm install');
  });

  await check('npm install', () => void reader.install());

  const outputs = new Map();
  for (const command of commands.slice(1)) {
    const [program, ...args] = command.split(' ');
    await check(command, () => void outputs.set(command, reader.run(program, args)));
  }

  const outputOf = (word) => [...outputs].find(([command]) => command.includes(word))?.[1] ?? '';
  await check('the kit has checked something, and nothing failed', () => {
    const count = (word) => Number(new RegExp(`^# ${word} (\\d+)$`, 'm').exec(outputOf('test'))?.[1]);
    assert.ok(count('pass') > 20, outputOf('test'));
    assert.equal(count('fail'), 0);
  });

  await check('the states are those of the strategy', () => {
    assert.equal(JSON.parse(outputOf('compile')).States.perLetter.MaxConcurrency, 1);
  });

  await check('the run ends with what the page says', () => assert.match(outputOf('run flow.ts'), /ABC/));
} finally {
  reader.remove();
  rmSync(join(ROOT, FOLDER), { recursive: true, force: true });
}

finish();
