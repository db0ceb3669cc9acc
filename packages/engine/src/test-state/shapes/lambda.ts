import { list, map, number, oneOf, type Operations, structure, text } from './shape.js';

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
      State: text(),
      LastUpdateStatus: oneOf('Successful', 'Failed', 'InProgress'),
      PackageType: oneOf('Zip', 'Image'),
      Architectures: list(oneOf('x86_64', 'arm64')),
      EphemeralStorage: structure({ Size: number({ least: 512, most: 10_240 }) }, ['Size']),
      Layers: list(structure({ Arn: text({ least: 1 }), CodeSize: number() })),
      TracingConfig: structure({ Mode: oneOf('Active', 'PassThrough') }),
    }),
    Code: structure({ RepositoryType: text(), Location: text(), ImageUri: text(), ResolvedImageUri: text() }),
    Tags: map(text()),
    Concurrency: structure({ ReservedConcurrentExecutions: number({ least: 0 }) }),
  }),
};
