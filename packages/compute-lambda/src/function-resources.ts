import type { ComputeDeployment, DeployedResource, DeployPlace, PolicyStatement, Target } from '@flowmap/asl';
import { FlowError, type JsonObject, type StepNode } from '@flowmap/graph';
import { aliasName, functionName, shapeOf, type Shape } from './function-name.js';
import { settings, type LambdaOptions } from './options.js';

/** Bytes of all variables of a function. Source: AWS Lambda developer guide, "Lambda quotas". */
const MOST_ENVIRONMENT = 4_096;

/**
 * One function for each shape that the steps ask for, and the alias of its code. Throws `ENVIRONMENT_TOO_LARGE` where the variables
 * are more than a function takes.
 */
export function deploysFunctions(
  steps: readonly StepNode[],
  options: LambdaOptions,
  place: DeployPlace,
  target: Target,
): ComputeDeployment {
  const shapes = new Map<string, Shape>();
  for (const { resources } of steps) {
    const shape = shapeOf(resources, options);
    shapes.set(functionName(shape, options, target), shape);
  }
  return {
    resources: [...shapes].flatMap(([name, shape]) => [
      functionOf(name, shape, options, place),
      aliasOf(name, aliasName(target)),
    ]),
    principals: ['lambda.amazonaws.com'],
    policies: options.vpc ? [NETWORK_INTERFACES] : [],
    ...(options.layers?.length || options.image !== undefined
      ? {}
      : { lacksPackages: 'Give the compute `layers` that have them under `nodejs/node_modules`, or an `image`.' }),
  };
}

/** What a function in a VPC does with its role. Source: AWS Lambda developer guide, AWSLambdaVPCAccessExecutionRole. */
const NETWORK_INTERFACES: PolicyStatement = {
  Action: [
    'ec2:AssignPrivateIpAddresses',
    'ec2:CreateNetworkInterface',
    'ec2:DeleteNetworkInterface',
    'ec2:DescribeNetworkInterfaces',
    'ec2:DescribeSubnets',
    'ec2:UnassignPrivateIpAddresses',
  ],
  Resource: ['*'],
};

function functionOf(
  name: string,
  { memoryMb, architecture }: Shape,
  options: LambdaOptions,
  place: DeployPlace,
): DeployedResource {
  const { timeoutSeconds, layers, vpc, ephemeralStorageMb, environment, tags, logFormat } = settings(options);
  const variables = { ...environment, ...place.environment };
  checkSize(name, variables);
  return {
    Type: 'AWS::Lambda::Function',
    Name: name,
    Properties: {
      FunctionName: name,
      ...codeOf(options, place),
      Role: place.role,
      MemorySize: memoryMb,
      Timeout: timeoutSeconds,
      Architectures: [architecture],
      Environment: { Variables: variables },
      LoggingConfig: { LogGroup: place.logGroup, LogFormat: logFormat },
      ...(ephemeralStorageMb === undefined ? {} : { EphemeralStorage: { Size: ephemeralStorageMb } }),
      ...(layers?.length ? { Layers: layers } : {}),
      ...(vpc ? { VpcConfig: { SubnetIds: vpc.subnets, SecurityGroupIds: vpc.securityGroups } } : {}),
      ...(tags && Object.keys(tags).length > 0
        ? { Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) }
        : {}),
    },
  };
}

/** A zip with its runtime, or an image whose start command is replaced by the one that fetches the code. */
function codeOf(options: LambdaOptions, { code }: DeployPlace): JsonObject {
  const { image, runtime } = settings(options);
  if (image === undefined) {
    return {
      PackageType: 'Zip',
      Runtime: runtime,
      Handler: 'index.handler',
      Code: { S3Bucket: code.bucket, S3Key: code.zip },
    };
  }
  const [program = 'node', ...rest] = code.start;
  return {
    PackageType: 'Image',
    Code: { ImageUri: image },
    ImageConfig: { EntryPoint: [program], Command: rest },
  };
}

function aliasOf(functionName: string, alias: string): DeployedResource {
  return {
    Type: 'AWS::Lambda::Alias',
    Name: `${functionName}:${alias}`,
    Properties: { FunctionName: functionName, Name: alias },
  };
}

function checkSize(name: string, variables: { readonly [name: string]: string }): void {
  const bytes = new TextEncoder().encode(JSON.stringify(variables)).length;
  if (bytes <= MOST_ENVIRONMENT) return;
  throw new FlowError(
    'ENVIRONMENT_TOO_LARGE',
    `the variables of the function ${name} take ${bytes} bytes; Lambda takes ${MOST_ENVIRONMENT}`,
    { hint: 'Give `lambda({ environment })` less, and let steps read the rest from where it is kept.' },
  );
}
