import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from '@jest/globals';
import { deploymentName, type NameFlags } from '../src/deploy/naming.js';
import { cliAccount } from './support/account.js';
import { flowFile, newFolder } from './support/flow-cli.js';

const WIDE = flowFile('wide.ts');
const HELLO = flowFile('hello.ts');
const at = cliAccount();

afterEach(() => {
  at.account.denied = [];
  at.account.expired = false;
});

/** What a command wrote, by the names that processes have for it. */
async function flowCli(...args: readonly string[]): Promise<{ status: number; stdout: string; stderr: string }> {
  const { status, out, err } = await at.cli(...args);
  return { status, stdout: out, stderr: err };
}

/** What changes in the account while something is done. */
async function changes(work: () => Promise<unknown>): Promise<readonly string[]> {
  const before = await at.account.resources();
  await work();
  return (await at.account.resources()).filter((name) => !before.includes(name));
}

describe('flow-cli deploy', () => {
  it('shows a plan and touches nothing; asks nobody in CI; deploys with --yes; then changes nothing', async () => {
    const made = await changes(async () => {
      const plan = await flowCli('deploy', HELLO, '--plan', '--name', 'hi');
      expect([plan.status, plan.stderr]).toEqual([0, '']);
      expect(plan.stdout).toContain('hi in 123456789012, us-east-1: not deployed yet');
      expect(plan.stdout).toMatch(/\+ hi StepFunctions::StateMachine\n +states \S+/u);
      expect(plan.stdout).toMatch(
        /-machine IAM::Role\n +may dynamodb:PutItem on \S+\n +may lambda:InvokeFunction on arn:aws:lambda:\S+\n/u,
      );
      expect(plan.stdout).toMatch(/\nA run takes \d+ transitions and costs \$0\.\d+, without its compute\.\n$/u);
      const asked = await flowCli('deploy', HELLO, '--name', 'hi');
      expect(asked.status).toBe(2);
      expect(asked.stderr).toContain('Add --yes; --plan shows what would change.');
    });
    expect(made).toEqual([]);
    const done = await flowCli('deploy', HELLO, '--name', 'hi', '--yes', '--tag', 'team=data');
    expect(done.stderr).toContain('created  hi\n');
    expect(done.stdout).toContain('deployed hi, version 1');
    expect(done.stdout).toContain('Start it with: flow-cli trigger hi --wait');
    expect(done.status).toBe(0);
    const again = await flowCli('deploy', HELLO, '--name', 'hi', '--yes', '--tag', 'team=data');
    expect(again.stdout).toBe('hi in 123456789012, us-east-1: nothing changes since version 1.\n');
    const changed = await flowCli(
      'deploy',
      HELLO,
      '--name',
      'hi',
      '--plan',
      '--tag',
      'team=data',
      '--log-execution-history',
    );
    expect(changed.stdout).toContain('+ /aws/vendedlogs/states/hi Logs::LogGroup');
    expect(changed.stdout).toContain('LoggingConfiguration');
  });

  it('prints the definition that it would deploy, whole, and touches nothing', async () => {
    const made = await changes(async () => {
      const printed = await flowCli('deploy', WIDE, '--only-json', '--workflow-timeout', '60', '--max-workers', '7');
      expect(printed.status).toBe(0);
      const definition = JSON.parse(printed.stdout) as { readonly TimeoutSeconds: number };
      expect(definition.TimeoutSeconds).toBe(60);
      expect(printed.stdout).toContain('"MaxConcurrency": 7');
    });
    expect(made).toEqual([]);
  });

  it('refuses what must fail, and warns from 60 % of a quota, before anything is changed', async () => {
    const made = await changes(async () => {
      const failing = await flowCli('deploy', WIDE, '--yes', '--items', '9000');
      expect(failing.status).toBe(2);
      expect(failing.stderr).toMatch(/error .*FLOW/u);
      expect(failing.stderr).toContain('wide cannot be deployed');
      const unsaid = await flowCli('deploy', WIDE, '--plan');
      expect(unsaid.stdout).toContain('depends on its lists: --items perNumber=1000,perGroup=1000 tells it.\n');
      const near = await flowCli('deploy', WIDE, '--plan', '--items', 'perNumber=2200,perGroup=10');
      expect(near.status).toBe(0);
      expect(near.stderr).toMatch(/warning .*FLOW/u);
      expect(near.stdout).toContain('nearest quota');
      expect(near.stdout).toContain('wide in 123456789012, us-east-1: not deployed yet');
    });
    expect(made).toEqual([]);
  });

  it('deploys no flow that its builder or its compiler finds a fault in', async () => {
    const folder = newFolder();
    mkdirSync(join(folder, 'node_modules'));
    const ours = fileURLToPath(new URL('../../../node_modules/@flowmap', import.meta.url));
    symlinkSync(ours, join(folder, 'node_modules/@flowmap'));
    const file = join(folder, 'late.ts');
    const source = `import { flow } from '@flowmap/flow';
export default flow({ name: 'late' }, ({ step }) => void step('wait', { timeout: '5 minutes' }, () => 1));`;
    writeFileSync(file, source);
    const made = await changes(async () => {
      for (const how of ['--yes', '--plan', '--only-json']) {
        const { status, stdout, stderr } = await flowCli('deploy', file, how);
        expect([status, stdout]).toEqual([2, '']);
        expect(stderr).toContain('error FLOW1106 timeout of wait is no duration');
        expect(stderr).toContain('late cannot be deployed: 1 error');
      }
    });
    expect(made).toEqual([]);
  });

  it('refuses options that cannot be, by name', async () => {
    const both = await at.cli('deploy', HELLO, '--plan', '--only-json');
    expect([both.status, both.err]).toEqual([2, expect.stringContaining('mutually exclusive')]);
    const nothing = await at.cli('deploy', HELLO, '--yes', '--name');
    expect([nothing.status, nothing.err]).toEqual([2, expect.stringContaining('Not enough arguments following: name')]);
    const { status, stderr } = await flowCli('deploy', HELLO, '--yes', '--tag', 'x');
    expect([status, stderr]).toEqual([2, expect.stringContaining('--tag x is no tag')]);
  });

  it('names a right that is missing, credentials that have expired, and the way on', async () => {
    at.account.denied = [{ action: 'iam:GetRole' }];
    const denied = await flowCli('deploy', HELLO, '--yes', '--name', 'denied');
    expect(denied.stderr).toContain(
      'The right to iam:GetRole on arn:aws:iam::123456789012:role/flowmap-denied-us-east-1-',
    );
    expect(denied.stderr).toContain('flow-cli policies FILE --for deployer');
    expect(denied.status).toBe(1);
    at.account.denied = [];
    at.account.expired = true;
    const expired = await flowCli('deploy', HELLO, '--yes', '--name', 'denied');
    expect(expired.stderr).toContain('The AWS credentials have expired');
    expect(expired.status).toBe(1);
  });

  it('leaves a flow alone that is somebody else’s, and takes its token', async () => {
    const mine = { deployment: 'theirs', owner: 'ada', token: 'secret-token', at: '2026-03-01T12:00:00.000Z' };
    await at.metadata.claim(mine);
    const refused = await flowCli('deploy', HELLO, '--yes', '--name', 'theirs');
    expect(refused.status).toBe(1);
    expect(refused.stderr).toContain('theirs was deployed by ada, and you are developer/session');
    expect(refused.stderr).toContain('--authorize TOKEN');
    const wrong = await flowCli('deploy', HELLO, '--yes', '--name', 'theirs', '--authorize', 'guess');
    expect(wrong.stderr).toContain('is not its token');
    const allowed = await flowCli('deploy', HELLO, '--yes', '--name', 'theirs', '--authorize', 'secret-token');
    expect(allowed.status).toBe(0);
    expect(allowed.stdout).not.toContain('secret-token');
  });
});

describe('the name of a deployment', () => {
  const of = (flags: NameFlags): string => deploymentName('hello', flags, () => 'ada.l');

  it.each<[NameFlags, string]>([
    [{}, 'hello'],
    [{ name: 'hi' }, 'hi'],
    [{ project: 'p' }, 'p-user-ada_l-hello'],
    [{ project: 'p', branch: 'b' }, 'p-test-b-hello'],
    [{ project: 'p', production: true }, 'p-prod-hello'],
    [{ project: 'p', production: true, branch: 'b', name: 'hi' }, 'p-prod-b-hi'],
  ])('%j is %s', (flags, name) => {
    expect(of(flags)).toBe(name);
  });

  it.each<[NameFlags, string]>([
    [{ branch: 'b' }, '--branch is of a project'],
    [{ production: true }, '--production is of a project'],
    [{ name: 'a b' }, '--name is "a b"'],
    [{ project: 'p', branch: 'a/b' }, '--branch is "a/b"'],
    [{ project: 'p'.repeat(80) }, 'at most 80'],
  ])('%j is refused', (flags, message) => {
    const refusal = (): unknown => {
      try {
        return of(flags);
      } catch (error) {
        const { message: said, hint } = error as { message: string; hint?: string };
        return `${said} ${hint ?? ''}`;
      }
    };
    expect(refusal()).toContain(message);
  });
});
