import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { flowCli, flowFile, newFolder } from './support/flow-cli.js';

const CONFIGURED = flowFile('configured/numbers.ts');
const NETWORK = ['--subnets', 'subnet-0123abcd,subnet-4567cdef', '--security-groups', 'sg-0123abcd'];

interface Template {
  readonly Resources: { readonly [id: string]: { readonly Properties: { readonly [name: string]: unknown } } };
}

describe('flow-cli infra', () => {
  it('writes a template of CloudFormation with what was asked for', async () => {
    const folder = newFolder();
    const { status, stdout, stderr } = await flowCli(
      folder,
      ...['infra', '--format', 'cloudformation', '--out', 'base.json', '--batch', 'fargate', ...NETWORK],
      ...['--account', '123456789012', '--region', 'eu-central-1', '--expire-days', '30', '--tag', 'team=data'],
    );
    expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: '', stderr: '' });
    const { Resources } = JSON.parse(readFileSync(join(folder, 'base.json'), 'utf8')) as Template;
    expect(Object.keys(Resources)).toEqual(['Bucket', 'BucketPolicy', 'Table', 'ComputeEnvironment', 'JobQueue']);
    expect(Resources['Bucket']?.Properties['BucketName']).toBe('flowmap-123456789012-eu-central-1');
    expect(Resources['Table']?.Properties['Tags']).toContainEqual({ Key: 'team', Value: 'data' });
  });

  it('writes the roles of a flow under the names of its configuration', async () => {
    const { status, stdout } = await flowCli(newFolder(), 'infra', '--format', 'terraform', '--flow', CONFIGURED);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^ {2}name +?= "our-table"$/mu);
    expect(stdout).toContain('bucket = "flowmap-111122223333-eu-central-1"');
    expect(stdout).toContain('"flowmap-numbers-eu-central-1-machine"');
    expect(stdout).toContain('"states:RedriveExecution"');
    const inline = ['--flow', CONFIGURED, '--map-strategy', 'inline'];
    expect((await flowCli(newFolder(), 'infra', '--format', 'terraform', ...inline)).stdout).not.toContain('Redrive');
  });

  it.each([
    [['--format', 'pulumi'], 'Invalid values'],
    [[], 'Missing required argument: format'],
    [['--format', 'terraform', '--batch', 'ec2'], '--batch needs to know where containers run.'],
    [['--format', 'terraform', ...NETWORK], '--subnets says nothing without --batch.'],
    [['--format', 'terraform', '--map-strategy', 'inline'], '--map-strategy says nothing without --flow.'],
    [['--format', 'terraform', '--kms-key', 'alias/ours'], "Cannot make the base: 'alias/ours' is no ARN of a key."],
    [['--format', 'terraform', '--expire-days', '1.5'], "--expire-days is '1.5', which is no whole number."],
    [['--format', 'terraform', '--tag', 'team'], "--tag is 'team', which is no tag."],
    [['--format', 'terraform', '--colour'], 'Unknown argument: colour'],
    [['--format', 'terraform', '--out', 'no/such/file'], 'Cannot write no/such/file'],
  ])('refuses %j', async (flags, words) => {
    const { status, stdout, stderr } = await flowCli(newFolder(), 'infra', ...flags);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toContain(words);
  });
});

interface Roles {
  readonly [holder: string]: {
    readonly RoleName?: string;
    readonly PolicyDocument: { readonly Statement: readonly { readonly Action: readonly string[] }[] };
  };
}

describe('flow-cli policies', () => {
  it('prints the roles of a flow and the rights of whoever deploys it', async () => {
    const { status, stdout } = await flowCli(newFolder(), 'policies', CONFIGURED);
    expect(status).toBe(0);
    const roles = JSON.parse(stdout) as Roles;
    expect(Object.keys(roles)).toEqual(
      expect.arrayContaining(['machine', 'schedule', 'bootstrap', 'deployer', 'operator', 'doctor']),
    );
    expect(roles['machine']?.RoleName).toBe('flowmap-numbers-eu-central-1-machine');
    const actions = roles['machine']?.PolicyDocument.Statement.flatMap(({ Action }) => Action);
    expect(actions).toEqual(
      expect.arrayContaining(['lambda:InvokeFunction', 'batch:SubmitJob', 'states:StartExecution']),
    );
  });

  it('prints those of one, for the place that it is told', async () => {
    const place = ['--account', '999988887777', '--region', 'us-west-2'];
    const { stdout } = await flowCli(newFolder(), 'policies', CONFIGURED, '--for', 'schedule', ...place);
    expect(stdout).toContain('arn:aws:states:us-west-2:999988887777:stateMachine:numbers:live');
    expect(stdout).toContain('"aws:SourceAccount": "999988887777"');
    expect(stdout).not.toContain('lambda');
  });

  it('prints what people need, without a flow where it has to do with none', async () => {
    const folder = newFolder();
    const place = ['--account', '999988887777', '--region', 'us-west-2'];
    const { status, stdout, stderr } = await flowCli(folder, 'policies', '--for', 'bootstrap', ...place);
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toContain('arn:aws:s3:::flowmap-999988887777-us-west-2"');
    expect(stdout).toContain('arn:aws:dynamodb:us-west-2:999988887777:table/flowmap"');
    expect(stdout).not.toContain('batch:Create');
    const queue = await flowCli(folder, 'policies', '--for', 'bootstrap', '--batch', 'ec2', ...place);
    expect(queue.stdout).toContain('role/flowmap-us-west-2-batch-instance"');
    const doctor = await flowCli(folder, 'policies', '--for', 'doctor');
    expect(doctor.stdout).not.toMatch(/:(?:Put|Create|Delete|Update)/);
    expect(doctor.stderr).toBe(
      'warning Nothing says which account and region, so these policies are of 123456789012 in us-east-1.\n' +
        '  Name yours with --account and --region, or in target of flowmap.config.ts.\n',
    );
    expect(await flowCli(folder, 'policies', '--for', 'deployer')).toMatchObject({
      status: 2,
      stdout: '',
      stderr:
        'error Say whose rights: flow-cli policies FILE prints those of a flow.\n' +
        '  Without a flow there are --for bootstrap and --for doctor.\n',
    });
  });

  it('says why a flow has no such role', async () => {
    const { status, stderr } = await flowCli(newFolder(), 'policies', CONFIGURED, '--for', 'starter');
    expect(status).toBe(2);
    expect(stderr).toContain("numbers has no role of the kind starter: it has no schedule with overlap: 'skip'.");
  });

  it('has no words for a flow that is not sound but what is wrong with it', async () => {
    const { status, stdout, stderr } = await flowCli(newFolder(), 'policies', flowFile('broken.ts'));
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toContain('FLOW');
  });
});
