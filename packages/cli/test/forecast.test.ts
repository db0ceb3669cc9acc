import { describe, expect, it } from '@jest/globals';
import { flowCli, flowFile, newFolder } from './support/flow-cli.js';

const WIDE = flowFile('wide.ts');

describe('flow-cli forecast', () => {
  it('prints a table that fits a terminal, in words and as JSON', async () => {
    const { status, stdout, stderr } = await flowCli(
      newFolder(),
      'forecast',
      WIDE,
      '--items',
      '2_000',
      '--map-strategy',
      'distributed',
    );
    expect([status, stderr]).toEqual([0, '']);
    expect(Math.max(...stdout.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(100);
    expect(stdout).toMatch(/^perNumber +2,000 +distributed +4,001 +2,000 +1 +6 +\$0\.\d+$/mu);
    const json = await flowCli(
      newFolder(),
      'forecast',
      WIDE,
      '--items',
      '2e3',
      '--map-strategy',
      'distributed',
      '--json',
    );
    const { total, diagnostics } = JSON.parse(json.stdout) as { total: { executions: number }; diagnostics: unknown[] };
    expect([total.executions, diagnostics]).toEqual([4_000, []]);
  });

  it('puts the strategies side by side', async () => {
    const { status, stdout } = await flowCli(
      newFolder(),
      'forecast',
      WIDE,
      '--items',
      'perNumber=9000,perGroup=10',
      '--compare',
    );
    expect(status).toBe(0);
    expect(stdout).toMatch(/^inline .*must fail: events of the run/mu);
    expect(stdout).toMatch(/^distributed, batch 100 /mu);
    expect(stdout).toMatch(/^distributed, EXPRESS, batch 100 /mu);
    expect(stdout).toMatch(/^batch-array .*refused: .*(FLOW3351|FLOW3352)/mu);
  });

  it('asks for every number that is missing, and names what is wrong', async () => {
    const missing = await flowCli(newFolder(), 'forecast', WIDE);
    expect(missing.status).toBe(2);
    expect(missing.stderr).toContain('the number of items is missing of perNumber, perGroup');
    const wrong = await flowCli(
      newFolder(),
      'forecast',
      WIDE,
      '--items',
      'perNumber=many,perThing=3,perGroup=1',
      '--case',
      'x=y',
    );
    expect(wrong.status).toBe(2);
    expect(wrong.stderr).toContain('many is no number of items');
    expect(wrong.stderr).toContain('there is no foreach perThing');
    expect(wrong.stderr).toContain('there is no choose x');
  });
});

describe('flow-cli check --items', () => {
  it('refuses what must fail and says why', async () => {
    const { status, stdout } = await flowCli(newFolder(), 'check', WIDE, '--items', '9000');
    expect(status).toBe(2);
    expect(stdout).toContain('FLOW3103');
    expect(stdout).toContain('FLOW5001');
  });

  it('warns from 60 % of a quota on, and says nothing below', async () => {
    const near = await flowCli(newFolder(), 'check', WIDE, '--items', '1200');
    expect(near.status).toBe(0);
    expect(near.stdout).toContain('warning FLOW5002');
    const far = await flowCli(newFolder(), 'check', WIDE, '--items', '10');
    expect(far.stdout).not.toContain('FLOW5002');
  });
});
