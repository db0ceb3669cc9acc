import { describe, expect, it } from '@jest/globals';
import type { ComputeDeployment, DeployPlace } from '@flowmap/asl';
import { isFlowError, type StepNode } from '@flowmap/graph';
import { testTarget } from '@flowmap/testing';
import { lambda, type LambdaOptions } from '../src/index.js';

const target = testTarget('flights', { region: 'eu-west-1', code: 'abc123' });
const place: DeployPlace = {
  code: {
    bucket: 'artifacts',
    zip: 'code/abc123.zip',
    module: 'code/abc123.mjs.gz',
    start: ['node', '-e', 'x', 'url'],
  },
  role: 'arn:aws:iam::123456789012:role/task',
  logGroup: '/flowmap/flights',
  environment: { FLOWMAP_DEPLOYMENT: 'flights', FLOWMAP_BUCKET: 'artifacts' },
};
const stepOf = (id: string, resources?: StepNode['resources']): StepNode => ({
  kind: 'step',
  id,
  in: {},
  ...(resources ? { resources } : {}),
});
const deployed = (options: LambdaOptions = {}, steps = [stepOf('a')]): ComputeDeployment =>
  lambda(options).deploys!(steps, place, target);
const functionOf = (options?: LambdaOptions): Record<string, unknown> =>
  deployed(options).resources[0]?.Properties as unknown as Record<string, unknown>;
/** The function that the state of a step invokes, and the alias. */
const invoked = (options: LambdaOptions, step = stepOf('a')): string => {
  const { Arguments } = lambda(options).task({ step, range: false, fields: {} }, target).state;
  return (Arguments as { FunctionName: string }).FunctionName.split(':function:')[1] ?? '';
};

describe('the functions of lambda()', () => {
  it('is one for each shape that steps ask for, and the alias of its code', () => {
    const steps = [stepOf('a'), stepOf('b'), stepOf('c', { memoryMb: 2048 }), stepOf('d', { memoryMb: 1024 })];
    const { resources, principals, policies } = deployed({}, steps);
    expect(resources.map(({ Type, Name }) => [Type, Name])).toEqual([
      ['AWS::Lambda::Function', 'flights-1024mb'],
      ['AWS::Lambda::Alias', 'flights-1024mb:c-abc123'],
      ['AWS::Lambda::Function', 'flights-2048mb'],
      ['AWS::Lambda::Alias', 'flights-2048mb:c-abc123'],
    ]);
    expect([principals, policies]).toEqual([['lambda.amazonaws.com'], []]);
    expect(resources[0]?.Properties).toEqual({
      FunctionName: 'flights-1024mb',
      PackageType: 'Zip',
      Runtime: 'nodejs22.x',
      Handler: 'index.handler',
      Code: { S3Bucket: 'artifacts', S3Key: 'code/abc123.zip' },
      Role: place.role,
      MemorySize: 1024,
      Timeout: 900,
      Architectures: ['x86_64'],
      Environment: { Variables: place.environment },
      LoggingConfig: { LogGroup: '/flowmap/flights', LogFormat: 'JSON' },
      EphemeralStorage: { Size: 512 },
    });
    expect(resources[1]?.Properties).toEqual({ FunctionName: 'flights-1024mb', Name: 'c-abc123' });
  });

  it('has what the options say', () => {
    const vpc = { subnets: ['subnet-1'], securityGroups: ['sg-1'] };
    const options: LambdaOptions = {
      memoryMb: 3008,
      timeoutSeconds: 60,
      runtime: 'nodejs24.x',
      architecture: 'arm64',
      layers: ['arn:aws:lambda:eu-west-1:1:layer:sharp:3'],
      vpc,
      ephemeralStorageMb: 2048,
      environment: { LEVEL: 'debug', FLOWMAP_BUCKET: 'not this' },
      tags: { team: 'data' },
      logFormat: 'Text',
    };
    expect(functionOf(options)).toMatchObject({
      Runtime: 'nodejs24.x',
      MemorySize: 3008,
      Timeout: 60,
      Architectures: ['arm64'],
      Layers: options.layers,
      VpcConfig: { SubnetIds: vpc.subnets, SecurityGroupIds: vpc.securityGroups },
      EphemeralStorage: { Size: 2048 },
      Environment: { Variables: { LEVEL: 'debug', ...place.environment } },
      Tags: [{ Key: 'team', Value: 'data' }],
      LoggingConfig: { LogFormat: 'Text' },
    });
    const { policies, lacksPackages } = deployed(options);
    expect(policies.flatMap(({ Action }) => Action)).toContain('ec2:CreateNetworkInterface');
    expect(lacksPackages).toBeUndefined();
    expect(deployed().lacksPackages).toContain('layers');
  });

  it('starts an image by the command that fetches the code', () => {
    const properties = functionOf({ image: '1.dkr.ecr.eu-west-1.amazonaws.com/flows:3' });
    expect(properties).toMatchObject({
      PackageType: 'Image',
      Code: { ImageUri: '1.dkr.ecr.eu-west-1.amazonaws.com/flows:3' },
      ImageConfig: { EntryPoint: ['node'], Command: ['-e', 'x', 'url'] },
    });
    expect(properties).not.toHaveProperty('Handler');
    expect(properties).not.toHaveProperty('Runtime');
  });

  it('are those that the states invoke, and unlike options make unlike functions', () => {
    const all: readonly LambdaOptions[] = [
      {},
      { memoryMb: 512 },
      { architecture: 'arm64' },
      { timeoutSeconds: 60 },
      { runtime: 'nodejs24.x' },
      { layers: ['arn:aws:lambda:eu-west-1:1:layer:sharp:3'] },
      { environment: { A: '1' } },
      { environment: { A: '2' } },
      { image: 'i' },
      { logFormat: 'Text' },
      { ephemeralStorageMb: 1024 },
      { vpc: { subnets: ['s'], securityGroups: ['g'] } },
    ];
    const names = all.map((options) => {
      expect(invoked(options)).toBe(deployed(options).resources[1]?.Name);
      return invoked(options);
    });
    expect(new Set(names).size).toBe(all.length);
    expect(names.every((name) => name.length <= 64 + ':c-abc123'.length)).toBe(true);
  });

  it('are the plain ones where options say what holds anyway', () => {
    const said: LambdaOptions = {
      timeoutSeconds: 900,
      runtime: 'nodejs22.x',
      environment: {},
      layers: [],
      tags: { a: 'b' },
    };
    expect(invoked(said)).toBe('flights-1024mb:c-abc123');
    expect(invoked({ environment: { A: '1', B: '2' } })).toBe(invoked({ environment: { B: '2', A: '1' } }));
  });

  it('keep apart long names that begin alike', () => {
    const nameIn = (deployment: string): string => {
      const { state } = lambda().task({ step: stepOf('a'), range: false, fields: {} }, { ...target, deployment });
      return (state.Arguments as { FunctionName: string }).FunctionName;
    };
    expect(nameIn(`${'x'.repeat(63)}a`)).not.toBe(nameIn(`${'x'.repeat(63)}b`));
  });

  it('say in the graph what was said, and nothing else', () => {
    expect(lambda().options).toEqual({});
    const { environment, ...options } = { memoryMb: 512, environment: undefined };
    expect(environment).toBeUndefined();
    expect(lambda(options).options).toEqual({ memoryMb: 512 });
  });

  it('refuse what the service would', () => {
    const told = (options: LambdaOptions, more: Partial<StepNode> = {}): readonly string[] =>
      (lambda(options).check?.({ ...stepOf('a'), ...more }) ?? []).map(({ code, message }) => `${code} ${message}`);
    expect(told({ memoryMb: 64 })).toEqual([expect.stringContaining('FLOW3401 asks for 64 MiB')]);
    expect(told({ timeoutSeconds: 60 }, { timeoutSeconds: 61 })).toEqual([expect.stringContaining('ends after 60')]);
    expect(told({ timeoutSeconds: 901 })).toEqual([expect.stringContaining('FLOW3402')]);
    expect(told({ ephemeralStorageMb: 100 })).toHaveLength(1);
    expect(told({ layers: ['1', '2', '3', '4', '5', '6'] })).toHaveLength(1);
    expect(told({ layers: ['1'], image: 'i' })).toHaveLength(1);
    expect(told({ vpc: { subnets: [], securityGroups: ['g'] } })).toHaveLength(1);
    expect(told({ environment: { FLOWMAP_X: '', AWS_REGION: '', 'a-b': '', GOOD: '', AWS_MAX_ATTEMPTS: '' } })).toEqual(
      [expect.stringContaining('FLOWMAP_X'), expect.stringContaining('AWS_REGION'), expect.stringContaining('a-b')],
    );
  });

  it('refuse more variables than a function takes', () => {
    const deploy = (): unknown => deployed({ environment: { LARGE: 'x'.repeat(4096) } });
    expect(deploy).toThrow(/the variables of the function flights-1024mb-[0-9a-f]{8} take 4\d{3} bytes/);
    try {
      deploy();
    } catch (error) {
      expect(isFlowError(error) && error.code).toBe('ENVIRONMENT_TOO_LARGE');
    }
  });
});
