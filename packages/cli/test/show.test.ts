import { describe, expect, it } from '@jest/globals';
import { flowCli, flowFile, newFolder } from './support/flow-cli.js';

const WIDE = flowFile('wide.ts');
const show = async (...flags: readonly string[]): Promise<string> => {
  const { status, stdout, stderr } = await flowCli(newFolder(), 'show', WIDE, ...flags);
  expect([status, stderr]).toEqual([0, '']);
  return stdout;
};

describe('flow-cli show', () => {
  it('writes a list', async () => {
    expect(await show()).toBe(
      [
        'wide',
        '  --items  integer, default 20',
        '  --milliseconds  integer, default 1',
        '  --failEvery  integer, default 0',
        '  --chatty  boolean, default false',
        '  step list',
        '  foreach perNumber (over list, tolerates 50 %)  after list',
        '    step double',
        '  foreach perGroup (over list)  after list',
        '    step prepare',
        '    step finish  after prepare',
        '  step sum  after perNumber, perGroup',
        '  result: sum',
        '',
      ].join('\n'),
    );
  });

  it('names the parameters that are numbers of a foreach', async () => {
    const { stdout } = await flowCli(newFolder(), 'show', flowFile('bounded.ts'));
    expect(stdout).toContain('foreach each (over list, tolerates param share %, param parallel at once)  after list');
  });

  it('writes Mermaid', async () => {
    const text = await show('--format', 'mermaid');
    expect(text).toMatch(/^flowchart TD\n/);
    expect(text).toContain('  subgraph n_perNumber["foreach perNumber"]\n    n_perNumber_2f_double["double"]\n  end\n');
    expect(text).toContain('  n_list --> n_perNumber\n');
  });

  it('writes DOT', async () => {
    const text = await show('--format', 'dot');
    expect(text).toMatch(/^digraph "wide" \{\n/);
    expect(text).toContain('"list" -> "perNumber/double" [lhead="cluster perNumber"];');
    expect(text.trimEnd().endsWith('}')).toBe(true);
  });

  it('writes the graph as JSON', async () => {
    expect(JSON.parse(await show('--format', 'json'))).toMatchObject({ schemaVersion: 1, name: 'wide' });
  });
});
