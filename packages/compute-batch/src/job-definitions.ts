import type { ComputeDeployment, DeployedResource, DeployPlace, PolicyStatement, Target } from '@flowmap/asl';
import { FlowError, type JsonObject, type Resources, type StepNode } from '@flowmap/graph';
import { imageRights } from './image-rights.js';
import { jobDefinition } from './job-names.js';
import { STOCK_IMAGE, type BatchOptions } from './options.js';
import { shapeOf } from './shape.js';

/** Largest job definition. Source: AWS Batch user guide, "AWS Batch service quotas". */
const MOST_BYTES = 24 * 1024;

/**
 * One job definition for each shape that the steps ask for. How often a job is tried is left to the state machine and the array
 * jobs, which say it with the job. Throws `JOB_DEFINITION_TOO_LARGE`.
 */
export function deploysJobDefinitions(
  steps: readonly StepNode[],
  options: BatchOptions,
  place: DeployPlace,
  target: Target,
): ComputeDeployment {
  const shapes = new Map<string, Resources | undefined>();
  for (const { resources } of steps) shapes.set(jobDefinition(resources, options, target), resources);
  return {
    resources: [...shapes].map(([name, resources]) => definitionOf(name, resources, options, place, target)),
    principals: ['ecs-tasks.amazonaws.com'],
    policies: rights(options, target),
    ...(options.image === undefined || options.image === STOCK_IMAGE
      ? { lacksPackages: 'Give the compute an `image` that has them in `node_modules` of its working directory.' }
      : {}),
  };
}

/** On Fargate the role of the code also starts the container, unless another one does. */
function rights({ platform, executionRole, image }: BatchOptions, target: Target): readonly PolicyStatement[] {
  return platform === 'FARGATE' && executionRole === undefined ? imageRights(image ?? STOCK_IMAGE, target) : [];
}

function definitionOf(
  name: string,
  resources: Resources | undefined,
  options: BatchOptions,
  place: DeployPlace,
  target: Target,
): DeployedResource {
  const { platform = 'EC2', tags = {} } = options;
  const properties: JsonObject = {
    JobDefinitionName: name,
    Type: 'container',
    PlatformCapabilities: [platform],
    ContainerProperties: {
      ...containerOf(resources, options, place, target),
      ...(platform === 'FARGATE' ? fargateOf(resources, options, place) : {}),
    },
    PropagateTags: true,
    ...(Object.keys(tags).length > 0 ? { Tags: tags } : {}),
  };
  const bytes = new TextEncoder().encode(JSON.stringify(properties)).length;
  if (bytes > MOST_BYTES) {
    throw new FlowError(
      'JOB_DEFINITION_TOO_LARGE',
      `the job definition ${name} takes ${bytes} bytes; AWS Batch takes ${MOST_BYTES}`,
      { hint: 'Give `batch({ environment })` less, and let steps read the rest from where it is kept.' },
    );
  }
  return { Type: 'AWS::Batch::JobDefinition', Name: name, Properties: properties };
}

function containerOf(
  resources: Resources | undefined,
  options: BatchOptions,
  place: DeployPlace,
  { region }: Target,
): JsonObject {
  const { vcpu, memoryMb, gpu } = shapeOf(resources, options);
  // A container on EC2 is not told its region by the service.
  const variables = { ...options.environment, ...place.environment, AWS_REGION: region };
  return {
    Image: options.image ?? STOCK_IMAGE,
    Command: place.code.start,
    JobRoleArn: place.role,
    ...(options.executionRole === undefined ? {} : { ExecutionRoleArn: options.executionRole }),
    ResourceRequirements: [
      { Type: 'VCPU', Value: String(vcpu) },
      { Type: 'MEMORY', Value: String(memoryMb) },
      ...(gpu > 0 ? [{ Type: 'GPU', Value: String(gpu) }] : []),
    ],
    Environment: Object.entries(variables).map(([Name, Value]) => ({ Name, Value })),
    LogConfiguration: {
      LogDriver: 'awslogs',
      Options: { 'awslogs-group': place.logGroup, 'awslogs-region': region },
    },
  };
}

/** What only Fargate takes, and what it demands. Source: AWS Batch API reference, ContainerProperties. */
function fargateOf(resources: Resources | undefined, options: BatchOptions, { role }: DeployPlace): JsonObject {
  const { executionRole = role, assignPublicIp = false, ephemeralStorageGb } = options;
  const { architecture } = shapeOf(resources, options);
  return {
    ExecutionRoleArn: executionRole,
    FargatePlatformConfiguration: { PlatformVersion: 'LATEST' },
    NetworkConfiguration: { AssignPublicIp: assignPublicIp ? 'ENABLED' : 'DISABLED' },
    RuntimePlatform: {
      CpuArchitecture: architecture === 'arm64' ? 'ARM64' : 'X86_64',
      OperatingSystemFamily: 'LINUX',
    },
    ...(ephemeralStorageGb === undefined ? {} : { EphemeralStorage: { SizeInGiB: ephemeralStorageGb } }),
  };
}
