import { BOOLEAN, list, map, number, oneOf, type Operations, structure, text } from './shape.js';

const ERROR = { ErrorCode: text(), Message: text() };

/** AWS Lambda. The Payload of `invoke` is what the function gave, so it may be anything. */
export const LAMBDA: Operations = {
  invoke: structure({ StatusCode: number(), FunctionError: text(), LogResult: text(), ExecutedVersion: text() }),
  getFunction: structure({
    Configuration: structure({
      FunctionName: text({ least: 1 }),
      FunctionArn: text(),
      Runtime: text(),
      Role: text(),
      Handler: text({ most: 128 }),
      CodeSize: number(),
      Description: text({ most: 256 }),
      Timeout: number({ least: 1 }),
      // The service has grown to 32,768 since the limits here were recorded.
      MemorySize: number({ least: 128, most: 10_240 }),
      LastModified: text(),
      CodeSha256: text(),
      Version: text({ least: 1 }),
      Environment: structure({ Variables: map(text()), Error: structure(ERROR) }),
      VpcConfig: structure({
        SubnetIds: list(text()),
        SecurityGroupIds: list(text()),
        VpcId: text(),
        Ipv6AllowedForDualStack: BOOLEAN,
      }),
      DeadLetterConfig: structure({ TargetArn: text() }),
      KMSKeyArn: text(),
      TracingConfig: structure({ Mode: oneOf('Active', 'PassThrough') }),
      MasterArn: text(),
      RevisionId: text(),
      Layers: list(structure({ Arn: text({ least: 1 }), CodeSize: number() })),
      State: text(),
      StateReason: text(),
      StateReasonCode: text(),
      LastUpdateStatus: oneOf('Successful', 'Failed', 'InProgress'),
      LastUpdateStatusReason: text(),
      LastUpdateStatusReasonCode: text(),
      FileSystemConfigs: list(structure({ Arn: text(), LocalMountPath: text() }, ['Arn', 'LocalMountPath'])),
      PackageType: oneOf('Zip', 'Image'),
      Architectures: list(oneOf('x86_64', 'arm64')),
      EphemeralStorage: structure({ Size: number({ least: 512, most: 10_240 }) }, ['Size']),
      SnapStart: structure({ ApplyOn: oneOf('PublishedVersions', 'None'), OptimizationStatus: oneOf('On', 'Off') }),
      LoggingConfig: structure({
        LogFormat: oneOf('JSON', 'Text'),
        ApplicationLogLevel: text(),
        SystemLogLevel: text(),
        LogGroup: text({ least: 1, most: 512 }),
      }),
    }),
    Code: structure({ RepositoryType: text(), Location: text(), ImageUri: text(), ResolvedImageUri: text() }),
    Tags: map(text()),
    Concurrency: structure({ ReservedConcurrentExecutions: number({ least: 0 }) }),
  }),
};
