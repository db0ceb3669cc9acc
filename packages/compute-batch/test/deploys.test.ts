import { describe, expect, it } from '@jest/globals';
import type { ComputeDeployment, DeployPlace } from '@flowmap/asl';
import { isFlowError, type JsonObject, type StepNode } from '@flowmap/graph';
import { testTarget } from '@flowmap/testing';
import fc from 'fast-check';
import { batch, type BatchOptions } from '../src/index.js';
import { FARGATE_VCPUS, fargateMemory, fargateVcpus } from '../src/fargate.js';

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
  environment: { FLOWMAP_DEPLOYMENT: 'flights' },
};
const stepOf = (resources?: StepNode['resources']): StepNode => ({
  kind: 'step',
  id: 'a',
  in: {},
  ...(resources ? { resources } : {}),
});
const deployed = (options: Partial<BatchOptions> = {}, steps = [stepOf()]): ComputeDeployment =>
  batch({ queue: 'jobs', ...options }).deploys!(steps, place, target);
const propertiesOf = (options?: Partial<BatchOptions>, resources?: StepNode['resources']): JsonObject =>
  deployed(options, [stepOf(resources)]).resources[0]!.Properties;
const submitted = (options: Partial<BatchOptions>, step = stepOf()): string => {
  const { state } = batch({ queue: 'jobs', ...options }).task({ step, range: false, fields: {} }, target);
  return (state.Arguments as { JobDefinition: string }).JobDefinition;
};

describe('the job definitions of batch()', () => {
  it('are one for each shape that steps ask for', () => {
    const { resources, principals, policies } = deployed({}, [stepOf(), stepOf(), stepOf({ cpu: 4, gpu: 1 })]);
    expect(resources.map(({ Type, Name }) => [Type, Name])).toEqual([
      ['AWS::Batch::JobDefinition', 'flights-abc123'],
      ['AWS::Batch::JobDefinition', 'flights-4cpu-1gpu-abc123'],
    ]);
    expect([principals, policies]).toEqual([['ecs-tasks.amazonaws.com'], []]);
    expect(resources[0]?.Properties).toEqual({
      JobDefinitionName: 'flights-abc123',
      Type: 'container',
      PlatformCapabilities: ['EC2'],
      ContainerProperties: {
        Image: 'public.ecr.aws/docker/library/node:22-slim',
        Command: ['node', '-e', 'x', 'url'],
        JobRoleArn: place.role,
        ResourceRequirements: [
          { Type: 'VCPU', Value: '1' },
          { Type: 'MEMORY', Value: '2048' },
        ],
        Environment: [
          { Name: 'FLOWMAP_DEPLOYMENT', Value: 'flights' },
          { Name: 'AWS_REGION', Value: 'eu-west-1' },
        ],
        LogConfiguration: {
          LogDriver: 'awslogs',
          Options: { 'awslogs-group': '/flowmap/flights', 'awslogs-region': 'eu-west-1' },
        },
      },
      PropagateTags: true,
    });
    expect(resources[1]?.Properties).toMatchObject({
      ContainerProperties: {
        ResourceRequirements: [
          { Type: 'VCPU', Value: '4' },
          { Type: 'MEMORY', Value: '2048' },
          { Type: 'GPU', Value: '1' },
        ],
      },
    });
  });

  it('say on Fargate what it demands', () => {
    const options = {
      platform: 'FARGATE',
      assignPublicIp: true,
      ephemeralStorageGb: 100,
      environment: { LEVEL: 'debug' },
      tags: { team: 'data' },
    } as const;
    expect(propertiesOf(options, { cpu: 2, architecture: 'arm64' })).toMatchObject({
      PlatformCapabilities: ['FARGATE'],
      ContainerProperties: {
        ExecutionRoleArn: place.role,
        ResourceRequirements: [
          { Type: 'VCPU', Value: '2' },
          { Type: 'MEMORY', Value: '4096' },
        ],
        RuntimePlatform: { CpuArchitecture: 'ARM64', OperatingSystemFamily: 'LINUX' },
        NetworkConfiguration: { AssignPublicIp: 'ENABLED' },
        EphemeralStorage: { SizeInGiB: 100 },
        Environment: expect.arrayContaining([{ Name: 'LEVEL', Value: 'debug' }]),
      },
      Tags: { team: 'data' },
    });
    expect(propertiesOf({ platform: 'FARGATE', executionRole: 'arn:other' })).toMatchObject({
      ContainerProperties: { ExecutionRoleArn: 'arn:other', NetworkConfiguration: { AssignPublicIp: 'DISABLED' } },
    });
  });

  it('may fetch an image of a private registry, where the role of the code does it', () => {
    const image = '210987654321.dkr.ecr.eu-west-1.amazonaws.com/team/flows@sha256:0';
    expect(deployed({ platform: 'FARGATE', image }).policies.flatMap(({ Resource }) => Resource)).toEqual([
      '*',
      'arn:aws:ecr:eu-west-1:210987654321:repository/team/flows',
    ]);
    expect(deployed({ platform: 'FARGATE' }).policies).toEqual([]);
    expect(deployed({ platform: 'FARGATE', image, executionRole: 'arn:other' }).policies).toEqual([]);
    expect(deployed({ image }).policies).toEqual([]);
    expect(deployed({ image }).lacksPackages).toBeUndefined();
    expect(deployed().lacksPackages).toContain('image');
  });

  it('are those that the states name, also in array jobs, and unlike options make unlike ones', () => {
    const all: readonly Partial<BatchOptions>[] = [
      {},
      { platform: 'FARGATE' },
      { vcpu: 2 },
      { memoryMb: 4096 },
      { image: 'i' },
      { environment: { A: '1' } },
      { executionRole: 'arn:other' },
      { platform: 'FARGATE', assignPublicIp: true },
    ];
    const names = all.map((options) => {
      const [resource] = deployed(options).resources;
      expect(submitted(options)).toBe(resource?.Name);
      const compute = batch({ queue: 'jobs', ...options });
      const array = compute.array!.lower({ step: stepOf(), range: false, fields: {} }, '3', target);
      expect(JSON.stringify(array.state.Arguments)).toContain(`'JobDefinition': '${resource?.Name}'`);
      return submitted(options);
    });
    expect(new Set(names).size).toBe(all.length);
    expect(submitted({ platform: 'EC2', vcpu: 1, queue: 'others', tags: { a: 'b' } })).toBe('flights-abc123');
  });

  it('refuse more than the service takes', () => {
    const deploy = (): unknown => deployed({ environment: { LARGE: 'x'.repeat(24 * 1024) } });
    expect(deploy).toThrow(/the job definition flights-[0-9a-f]{8}-abc123 takes 2\d{4} bytes/);
    try {
      deploy();
    } catch (error) {
      expect(isFlowError(error) && error.code).toBe('JOB_DEFINITION_TOO_LARGE');
    }
  });

  it('say in the graph what was said, and nothing else', () => {
    expect(batch({ queue: 'jobs' }).options).toEqual({ queue: 'jobs' });
    expect(batch({ queue: 'jobs', vcpu: 2 }).options).toEqual({ queue: 'jobs', vcpu: 2 });
  });
});

describe('what a container on Fargate can have', () => {
  const told = (options: Partial<BatchOptions>, resources?: StepNode['resources']): readonly string[] =>
    (batch({ queue: 'jobs', ...options }).check?.(stepOf(resources)) ?? []).map(
      ({ code, message, hint }) => `${code} ${message}. ${hint}`,
    );

  it('is checked, with the nearest that there is', () => {
    expect(told({ platform: 'FARGATE' })).toEqual([]);
    expect(told({ platform: 'FARGATE' }, { cpu: 0.25, memoryMb: 512 })).toEqual([]);
    expect(told({ platform: 'FARGATE' }, { cpu: 1, memoryMb: 16_384 })).toEqual([
      'FLOW3503 asks for 16384 MiB and 1 vCPUs, which do not go together on Fargate. ' +
        'Ask for 8192 MiB, or 2 or 4 or 8 vCPUs: 1 vCPUs go with 2048 to 8192 MiB.',
    ]);
    expect(told({ platform: 'FARGATE' }, { cpu: 3 })).toEqual([
      expect.stringContaining('0.25, 0.5, 1, 2, 4, 8, 16, 32'),
    ]);
    expect(told({ platform: 'FARGATE' }, { gpu: 1 })).toEqual([expect.stringContaining('Fargate has none')]);
    expect(told({}, { cpu: 0.5 })).toEqual([expect.stringContaining('whole')]);
  });

  it('has memory by default that goes with any virtual CPUs', () => {
    for (const cpu of FARGATE_VCPUS) expect(told({ platform: 'FARGATE' }, { cpu })).toEqual([]);
  });

  it('agrees with itself both ways', () => {
    const vcpu = fc.constantFrom(...FARGATE_VCPUS);
    fc.assert(
      fc.property(vcpu, fc.nat(300), (cpu, units) => {
        const memory = units * 512;
        expect(fargateVcpus(memory).includes(cpu)).toBe(fargateMemory(cpu).includes(memory));
      }),
    );
  });

  it('is told of options that only it has, and of names that are taken', () => {
    expect(told({ assignPublicIp: true })).toEqual([expect.stringContaining('FLOW3504')]);
    expect(told({ platform: 'FARGATE', ephemeralStorageGb: 20 })).toEqual([expect.stringContaining('20 GiB')]);
    expect(told({ environment: { AWS_REGION: '', FLOWMAP_X: '', 'a-b': '', GOOD: '' } })).toHaveLength(3);
  });
});
