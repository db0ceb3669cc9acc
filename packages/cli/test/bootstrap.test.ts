import { describe, expect, test } from '@jest/globals';
import { cliAccount } from './support/account.js';
import { flowFile } from './support/flow-cli.js';

const at = cliAccount();

describe('bootstrap', () => {
  test('shows what it would make, and makes it where somebody says so', async () => {
    const names = ['--bucket', 'of-ada', '--table', 'of-ada'];
    const plan = await at.cli('bootstrap', '--plan', ...names);
    expect(plan).toMatchObject({ status: 0, err: '' });
    // The endpoint of these tests has no TLS that a policy could ask for.
    expect(plan.out).toBe(
      ['The base in 123456789012, us-east-1', '  + of-ada S3::Bucket', '  + of-ada DynamoDB::Table', ''].join('\n'),
    );
    expect(await at.answering('n', 'bootstrap', ...names)).toMatchObject({ status: 2, err: 'Nothing was changed.\n' });
    const made = await at.answering('y', 'bootstrap', ...names);
    expect(made.status).toBe(0);
    expect(made.err.match(/^created {3}of-ada$/gmu)).toHaveLength(2);
    expect((await at.cli('bootstrap', '--plan', ...names)).out).not.toContain('+');
  });

  test('makes the roles of a flow for the account that it works in', async () => {
    const place = ['--bucket', 'of-flow', '--table', 'of-flow'];
    const { status, err } = await at.cli('bootstrap', '--flow', flowFile('wide.ts'), '--yes', ...place);
    expect([status, err]).toEqual([0, expect.stringContaining('flowmap-wide-us-east-1-machine')]);
    const resources = await at.account.resources();
    expect(resources).toEqual(expect.arrayContaining(['log-group /flowmap/wide', 'role flowmap-wide-us-east-1-task']));
  });

  test('needs somebody to answer, or --yes', async () => {
    const { status, err } = await at.cli('bootstrap', '--bucket', 'of-nobody');
    expect([status, err]).toEqual([2, expect.stringContaining('Add --yes')]);
  });

  test('works in no other account than the one that is named', async () => {
    const { status, err } = await at.cli('bootstrap', '--account', '999988887777', '--yes');
    expect([status, err]).toEqual([1, expect.stringContaining('999988887777')]);
  });
});
