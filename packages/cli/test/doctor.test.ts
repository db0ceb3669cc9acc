import { beforeAll, describe, expect, test } from '@jest/globals';
import { flow } from '@flowmap/flow';
import { cliAccount } from './support/account.js';

const at = cliAccount();
const { graph } = flow({ name: 'delays' }, ({ step }) => void step('report', () => 1));
const PASS = { StartAt: 'A', States: { A: { Type: 'Pass', End: true } } };

describe('doctor', () => {
  beforeAll(() => at.deploy('delays', PASS, graph));

  test('tells of the account, with what to do', async () => {
    const { status, out, err } = await at.cli('doctor');
    expect({ status, err }).toEqual({ status: 0, err: '' });
    expect(out).toMatch(
      /^ok {7}credentials {2}You are developer\/session in the account 123456789012, and work in us-east-1\.\n/,
    );
    expect(out).toMatch(
      /\nwarning {2}bucket {7}The bucket flowmap-\S+ keeps the parts of uploads that nobody finished\.\n {22}flow-cli bootstrap/,
    );
    expect(out).toMatch(/\n\n\d+ warnings?\n$/);
  });

  test('fails where something is missing', async () => {
    const { status, out } = await at.cli('doctor', '--bucket', 'none', '--table', 'none');
    expect(status).toBe(1);
    expect(out).toContain('There is no bucket none.');
    expect(out).toContain('There is no table none.');
    expect(out).toMatch(/\n2 errors\n$/);
  });

  test('tells of a flow too, as JSON where that is asked for', async () => {
    const { status, out } = await at.cli('doctor', 'delays', '--json');
    expect(status).toBe(0);
    expect(JSON.parse(out)).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ level: 'ok', about: 'credentials' }),
        { level: 'ok', about: 'StepFunctions::StateMachine', message: 'delays is there.' },
      ]),
    );
    expect(await at.cli('doctor', 'delay')).toMatchObject({ status: 2, err: expect.stringContaining('Is it delays') });
  });

  test('tells of credentials that cannot be used', async () => {
    at.account.expired = true;
    try {
      const { status, out } = await at.cli('doctor');
      expect(status).toBe(1);
      expect(out).toMatch(/^error {4}credentials {2}The AWS credentials have expired/);
    } finally {
      at.account.expired = false;
    }
  });
});
