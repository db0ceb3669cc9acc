import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { flowCli, flowFile, newFolder } from './support/flow-cli.js';

const folder = newFolder();
const write = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return name;
};
const HELLO = flowFile('hello.ts');

describe('a file that is no flow', () => {
  it.each([
    ['is not there', () => 'nowhere.ts', 'Cannot read nowhere.ts: there is no such file.'],
    ['is a folder', () => '.', 'it is no file'],
    [
      'has no default export',
      () => write('none.ts', 'export const x = 1;'),
      'none.ts does not export a flow as its default.',
    ],
    ['exports something else', () => write('five.ts', 'export default 5;'), 'its default export is of type number'],
    [
      'is of another version',
      () => write('newer.ts', "export default { brand: 'flowmap/flow@2' };"),
      'it is flowmap/flow@2, made by another version of @flowmap/flow',
    ],
    [
      'does not parse',
      () => write('syntax.ts', 'const a = 1;\n  const x = ;\nexport default x;\n'),
      'syntax.ts:2:13: Unexpected ";"\n  2 |   const x = ;\n                  ^',
    ],
    [
      'imports what is not there',
      () => write('lost.ts', "import { x } from './lost-too.js';\nexport default x;\n"),
      'lost.ts:1:19: Could not resolve "./lost-too.js"',
    ],
    [
      'throws while it is loaded',
      () => write('throws.ts', 'const deep = (): never => {\n  throw new TypeError("no config");\n};\ndeep();\n'),
      'throws.ts throws while it is loaded:\n  TypeError: no config\n      at deep (',
    ],
  ])('%s', async (_, file, words) => {
    const { status, stdout, stderr } = await flowCli(folder, 'compile', file());
    expect(stderr).toContain(words);
    expect(stderr).not.toMatch(/node:internal|packages\/cli|dist\//);
    expect([status, stdout]).toEqual([2, '']);
  });

  it('shows where it throws, in the file that was written', async () => {
    const { stderr } = await flowCli(folder, 'check', write('place.ts', '\n\n\nthrow new Error("here");\n'));
    expect(stderr).toContain('place.ts:4:7');
  });
});

describe('a number that a foreach cannot have', () => {
  it('is refused with the other parameters, before anything runs', async () => {
    const given = ['--share', '101', '--parallel', '1.5'];
    const { status, stdout, stderr } = await flowCli(folder, 'run', flowFile('bounded.ts'), ...given);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toContain('  share: 101 is no tolerated percentage of each: that is a number from 0 to 100\n');
    expect(stderr).toContain('  parallel: not an integer\n');
  });
});

describe('a flow that cannot work', () => {
  it('is refused with all its faults, each with its place and what to do', async () => {
    const { status, stdout } = await flowCli(folder, 'check', flowFile('broken.ts'));
    expect(stdout).toMatch(/broken\.ts:6:3 error FLOW\d+ start/);
    expect(stdout).toMatch(/broken\.ts:7:3 error FLOW\d+ .*2nd/);
    expect(stdout).toMatch(/ {2}7 \| {3}step\('2nd', \(\) => 1\);\n {8}\^/);
    for (const word of ['broken flow', 'concurrency', 'percentage', 'attempts']) expect(stdout).toContain(word);
    expect(stdout).toMatch(/\d errors/);
    expect(status).toBe(2);
  });

  it('is not run, and not compiled', async () => {
    for (const command of ['run', 'compile']) {
      const { status, stdout, stderr } = await flowCli(folder, command, flowFile('broken.ts'));
      expect([status, stdout]).toEqual([2, '']);
      expect(stderr).toContain('broken flow cannot be used');
    }
  });

  it('is told to programs as JSON', async () => {
    const { stdout } = await flowCli(folder, 'check', flowFile('broken.ts'), '--json');
    const findings = JSON.parse(stdout) as { code: string; severity: string; at: string }[];
    expect(findings.length).toBeGreaterThanOrEqual(6);
    expect(findings.map(({ at }) => at)).toContain('2nd');
  });
});

describe('parameters', () => {
  const refused = async (...args: readonly string[]): Promise<string> => {
    const { status, stdout, stderr } = await flowCli(folder, 'run', HELLO, ...args);
    expect([status, stdout]).toEqual([2, '']);
    return stderr;
  };

  it('are all checked before anything runs', async () => {
    expect(await refused('--times', 'often', '--tone', 'hot', '--maxLength', '', '--extra', '[')).toContain(
      [
        '  extra: not JSON',
        '  who: required',
        '  times: not an integer',
        '  maxLength: not a number',
        '  tone: not one of warm, cool',
      ].join('\n'),
    );
  });

  it('that a flow does not have are refused by name', async () => {
    expect(await refused('--who', 'Ada', '--whom', 'Bob')).toContain('Unknown argument: whom');
    expect(await refused('--who', 'Ada', '--param', 'whom=Bob')).toContain('whom: unknown');
  });

  it('are given once', async () => {
    expect(await refused('--who', 'Ada', '--who', 'Bob')).toContain('who: given more than once');
  });

  it('are no larger than an execution takes', async () => {
    const long = 'x'.repeat(131_000);
    expect(await refused('--who', long, '--param', `json=${long}`, '--extra', '[1]')).toMatch(
      /The parameters take 262\d+ bytes; a run takes at most 260096/,
    );
  });
});

describe('options', () => {
  it('do not take the flow file by name, where a parameter could be meant', async () => {
    const { status, stdout, stderr } = await flowCli(folder, 'run', HELLO, '--file', 'other.ts');
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toContain('--file is no option');
    expect(stderr).toContain('--param file=VALUE');
  });

  it.each([
    [['run', HELLO, '--who', 'Ada', '--map-strategy', 'acme-none'], 'There is no map strategy acme-none.'],
    [
      ['run', HELLO, '--who', 'Ada', '--map-strategy', './old-strategy.ts'],
      './old-strategy.ts is not a map strategy that this version of flow-cli can use: its apiVersion is 2',
    ],
    [['compile', HELLO, '--map-strategy', 'inline', '--use-distributed-map'], 'mutually exclusive'],
    [['run', HELLO, '--who', 'Ada', '--run-id', 'a/b'], 'The run id "a/b" cannot be used: it contains "/"'],
    [['run', HELLO, '--who', 'Ada', '--workers', 'many'], '--workers many: not a number'],
    [['run', HELLO, '--who', 'Ada', '--root', '/dev/null/x'], 'Choose another folder with --root.'],
    [['compile', HELLO, '--out', '/dev/null/x'], 'Cannot write /dev/null/x'],
    [['show', HELLO, '--format', 'svg'], 'Invalid values'],
    [['draw', HELLO], 'Unknown'],
    [['run'], 'Say which flow to run'],
    [[], 'Say which command to run'],
  ])('%j', async (args, words) => {
    const { status, stdout, stderr } = await flowCli(folder, ...args);
    expect(stderr).toContain(words);
    expect([status, stdout]).toEqual([2, '']);
  });
});

describe('a strategy from elsewhere', () => {
  const project = newFolder();
  const ours = fileURLToPath(new URL('../../../node_modules/@flowmap', import.meta.url));
  mkdirSync(join(project, 'node_modules'));
  symlinkSync(ours, join(project, 'node_modules/@flowmap'));
  copyFileSync(flowFile('bounded.ts'), join(project, 'bounded.ts'));
  const install = (name: string, text: string): void => {
    const at = join(project, 'node_modules', name);
    mkdirSync(at, { recursive: true });
    const manifest = { name, version: '1.2.3', type: 'module', exports: './index.js' };
    writeFileSync(join(at, 'package.json'), JSON.stringify(manifest));
    writeFileSync(join(at, 'index.js'), text);
  };
  const lower = 'lower: () => { throw new TypeError("no shards"); }';

  it.each([
    [
      'of a later interface',
      'export default { apiVersion: 2 };',
      ' is not a map strategy that this version of flow-cli can use: its apiVersion is 2',
    ],
    ['without a default export', 'export const size = 1;', ' has no default export.'],
    [
      'that throws while it is loaded',
      'export default 1;\nthrow new TypeError("not here");',
      ' throws while it is loaded:\n  TypeError: not here',
    ],
    [
      'whose factory wants options',
      'export default ({ size }) => size;',
      ' throws when it is called without options: TypeError: ',
    ],
  ])('%s is named with its package and version', async (_, text, words) => {
    install('@acme/broken', text);
    const args = ['run', 'bounded.ts', '--map-strategy', '@acme/broken'];
    const { status, stdout, stderr } = await flowCli(project, ...args);
    expect(stderr).toContain(`@acme/broken 1.2.3${words}`);
    expect([status, stdout]).toEqual([2, '']);
  });

  it.each([
    [
      'that throws when it is used',
      `export default { kind: 'acme/broken', package: '@acme/broken', apiVersion: 1, options: {}, ${lower} };`,
      'the strategy acme/broken (@acme/broken) threw in lower: no shards',
    ],
    [
      'with a kind that is ours',
      `export default { kind: 'inline', package: '@acme/broken', apiVersion: 1, options: {}, ${lower} };`,
      'the strategy inline (@acme/broken) has a kind without a vendor',
    ],
  ])('%s is named at the foreach', async (_, text, words) => {
    install('@acme/broken', text);
    const { status, stdout, stderr } = await flowCli(project, 'check', 'bounded.ts', '--map-strategy', '@acme/broken');
    expect(stdout + stderr).toContain(words);
    expect(stdout + stderr).toMatch(/bounded\.ts:9:\d+ error FLOW300[25] each/);
    expect(status).toBe(2);
  });
});

describe('a run id', () => {
  it('is used once', async () => {
    expect(await flowCli(folder, 'run', HELLO, '--who', 'Ada', '--run-id', 'once', '-q')).toMatchObject({ status: 0 });
    const again = await flowCli(folder, 'run', HELLO, '--who', 'Ada', '--run-id', 'once', '-q');
    expect(again).toMatchObject({ status: 2, stdout: '' });
    expect(again.stderr).toContain('There has been a run once of hello before.');
  });
});

describe('a full disk', () => {
  it('fails the run with the path, and keeps what had finished', async () => {
    const disk = join(folder, 'disk');
    if (!mountSmall(disk)) {
      process.stderr.write('SKIPPED: a full disk, since this machine lets nobody mount one\n');
      return;
    }
    try {
      const { status, stderr } = await flowCli(disk, 'run', flowFile('filling.ts'), '--run-id', 'full');
      expect(stderr).toMatch(
        /large, attempt 1:\n {4}Flowmap.StoreFull: there is no space left for .*\n {4}Free some space/,
      );
      expect(stderr).not.toMatch(/^\s+at /mu);
      expect(stderr).toContain(disk);
      const kept = readdirSync(join(disk, '.flowmap/objects'), { recursive: true }).map(String);
      expect(kept.some((name) => name.endsWith('small'))).toBe(true);
      expect(status).toBe(1);
    } finally {
      // Lazily: a worker that is about to end may still hold a file.
      execFileSync('umount', ['--lazy', disk]);
    }
  });
});

/** A disk of one MiB, where this machine lets us have one. */
function mountSmall(path: string): boolean {
  mkdirSync(path);
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'flow-cli-test', path], { stdio: 'pipe' });
    return true;
  } catch {
    return false;
  }
}
