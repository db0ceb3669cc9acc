import {
  CreateSecretCommand,
  DeleteSecretCommand,
  DescribeSecretCommand,
  GetSecretValueCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import {
  DeleteParameterCommand,
  DescribeParametersCommand,
  GetParameterCommand,
  GetParametersCommand,
  PutParameterCommand,
  SSMClient,
} from '@aws-sdk/client-ssm';
import { describe, expect, test } from '@jest/globals';
import { account, client, refusal } from './support/account.js';

describe('a secret', () => {
  test('is created, found by its name and by both forms of its ARN, and deleted', async () => {
    const aws = await account();
    const secrets = client(SecretsManagerClient, aws);
    const created = await secrets.send(new CreateSecretCommand({ Name: 'db/password', SecretString: 'x' }));
    expect(created.ARN).toMatch(/^arn:aws:secretsmanager:us-east-1:123456789012:secret:db\/password-.{6}$/);
    for (const SecretId of ['db/password', created.ARN, created.ARN?.slice(0, -7)]) {
      expect((await secrets.send(new DescribeSecretCommand({ SecretId }))).Name).toBe('db/password');
      expect((await secrets.send(new GetSecretValueCommand({ SecretId }))).SecretString).toBe('x');
    }
    const again = secrets.send(new CreateSecretCommand({ Name: 'db/password', SecretString: 'y' }));
    expect((await refusal(again)).name).toBe('ResourceExistsException');
    expect(await aws.resources()).toEqual(['secret db/password']);
    await secrets.send(new DeleteSecretCommand({ SecretId: 'db/password', ForceDeleteWithoutRecovery: true }));
    const gone = secrets.send(new DescribeSecretCommand({ SecretId: 'db/password' }));
    expect(await refusal(gone)).toMatchObject({
      name: 'ResourceNotFoundException',
      message: "Secrets Manager can't find the specified secret.",
    });
  });
});

describe('a parameter', () => {
  test('is put, read, listed and deleted', async () => {
    const aws = await account();
    const ssm = client(SSMClient, aws);
    const put = (Name: string, more: object = {}) =>
      ssm.send(new PutParameterCommand({ Name, Value: 'v', Type: 'SecureString', ...more }));
    await put('/a/b');
    await put('/a/c');
    expect((await refusal(put('/a/b'))).name).toBe('ParameterAlreadyExists');
    expect((await put('/a/b', { Overwrite: true, Value: 'w' })).Version).toBe(2);
    const read = async (more: object = {}) =>
      (await ssm.send(new GetParameterCommand({ Name: '/a/b', ...more }))).Parameter;
    expect(await read({ WithDecryption: true })).toMatchObject({
      Value: 'w',
      ARN: 'arn:aws:ssm:us-east-1:123456789012:parameter/a/b',
    });
    expect((await read())?.Value).not.toBe('w');
    const both = await ssm.send(new GetParametersCommand({ Names: ['/a/b', '/none'] }));
    expect([both.Parameters?.length, both.InvalidParameters]).toEqual([1, ['/none']]);
    const listed = await ssm.send(
      new DescribeParametersCommand({ ParameterFilters: [{ Key: 'Name', Option: 'BeginsWith', Values: ['/a/'] }] }),
    );
    expect(listed.Parameters?.map(({ Name: name }) => name)).toEqual(['/a/b', '/a/c']);
    await ssm.send(new DeleteParameterCommand({ Name: '/a/b' }));
    expect((await refusal(read())).name).toBe('ParameterNotFound');
    expect(await aws.resources()).toEqual(['parameter /a/c']);
  });
});
