import { cpSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { flowCli, flowFile, newFolder, start } from './support/flow-cli.js';

const WIDE = flowFile('wide.ts');
const CONFIGURED = flowFile('configured/numbers.ts');

/** Tells on standard error which modules a process asks for. */
const SPY = `data:text/javascript,${encodeURIComponent(`
import { register } from 'node:module';
register('data:text/javascript,' + encodeURIComponent(\`
import { writeSync } from 'node:fs';
export async function resolve(specifier, context, next) {
  if (!specifier.startsWith('.')) writeSync(2, 'module ' + specifier + '\\\\n');
  return next(specifier, context);
}\`));
`)}`;
const modules = async (...args: readonly string[]): Promise<string[]> => {
  const { stderr } = await start(newFolder(), args, { NODE_OPTIONS: `--import ${SPY}` }).ended;
  return [...stderr.matchAll(/^module (\S+)$/gmu)].map(([, name]) => name ?? '');
};

interface Definition {
  readonly QueryLanguage: string;
  readonly States: { readonly [name: string]: { readonly Type: string; readonly ItemProcessor?: unknown } };
}

describe('flow-cli compile', () => {
  it('prints the definition and nothing else, the same bytes each time, and writes nothing', async () => {
    const folder = newFolder();
    const [first, second] = await Promise.all([flowCli(folder, 'compile', WIDE), flowCli(folder, 'compile', WIDE)]);
    expect(first).toMatchObject({ status: 0, stderr: '' });
    expect((JSON.parse(first.stdout) as Definition).QueryLanguage).toBe('JSONata');
    expect(first.stdout.trimEnd()).not.toContain('\n');
    expect(second.stdout).toBe(first.stdout);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('writes to a file, indented where it is asked to', async () => {
    const folder = newFolder();
    const { status, stdout } = await flowCli(folder, 'compile', WIDE, '--out', 'wide.json', '--pretty');
    expect([status, stdout]).toEqual([0, '']);
    expect(readFileSync(join(folder, 'wide.json'), 'utf8')).toMatch(/^\{\n {2}"Comment"/);
  });

  it('prints the policy of the role', async () => {
    const { stdout } = await flowCli(newFolder(), 'compile', WIDE, '--policies');
    const policy = JSON.parse(stdout) as { Version: string; Statement: { Effect: string; Action: string[] }[] };
    expect(policy.Version).toBe('2012-10-17');
    expect(policy.Statement.flatMap(({ Action }) => Action)).toContain('dynamodb:PutItem');
    expect(policy.Statement.every(({ Effect }) => Effect === 'Allow')).toBe(true);
  });

  it('takes the flag for the strategy', async () => {
    const folder = newFolder();
    const mode = async (...flags: readonly string[]): Promise<boolean> =>
      (await flowCli(folder, 'compile', WIDE, ...flags)).stdout.includes('"Mode":"DISTRIBUTED"');
    expect(await mode()).toBe(false);
    expect(await mode('--use-distributed-map')).toBe(true);
    expect(await mode('--map-strategy', 'distributed')).toBe(true);
    expect(await mode('--map-strategy', 'adaptive')).toBe(true);
  });

  it('takes the configuration beside the flow, unless a flag says otherwise', async () => {
    const folder = newFolder();
    const { stdout } = await flowCli(folder, 'compile', CONFIGURED);
    expect(stdout).toContain('"Mode":"DISTRIBUTED"');
    expect(stdout).toContain('states:::batch:submitJob.sync');
    expect(stdout).toContain('our-table');
    expect(stdout).toContain('eu-central-1:111122223333');
    const inline = await flowCli(folder, 'compile', CONFIGURED, '--map-strategy', 'inline');
    expect(inline.stdout).not.toContain('DISTRIBUTED');
  });

  it('gives the same bytes wherever the sources lie', async () => {
    const here = await flowCli(newFolder(), 'compile', flowFile('configured/numbers.ts'));
    // Beside the other flows, so that the packages are found.
    const copy = flowFile('.copied');
    cpSync(flowFile('configured'), copy, { recursive: true });
    try {
      const there = await flowCli(newFolder(), 'compile', join(copy, 'numbers.ts'));
      expect(there.stdout).toBe(here.stdout);
    } finally {
      const { rmSync } = await import('node:fs');
      rmSync(copy, { recursive: true });
    }
  });

  it('loads no client of AWS and nothing that runs flows', async () => {
    const asked = await modules('compile', WIDE);
    expect(asked).toContain('esbuild');
    expect(asked.filter((name) => /aws-sdk|smithy|dynalite|@flowmap\/(engine|local|runtime)/u.test(name))).toEqual([]);
  });
});

describe('flow-cli --version', () => {
  it('answers before anything is loaded', async () => {
    const { status, stdout } = await flowCli(newFolder(), '--version');
    expect([status, stdout]).toEqual([0, '0.1.0\n']);
    expect(
      (await modules('--version')).filter((name) => !name.startsWith('node:') && !name.startsWith('file:')),
    ).toEqual([]);
  });
});

describe('a configured flow', () => {
  it('runs on the computes that it names', async () => {
    const { status, stdout } = await flowCli(newFolder(), 'run', CONFIGURED, '-q');
    expect([status, stdout]).toEqual([0, '4900\n']);
  });
});
