import { flag, list, mapOf, oneOf, type Shape, structure, text, whole } from '../protocol/shape.js';

/** Name, partial ARN or ARN of a function. Source of these constraints: Lambda API reference. */
export const FUNCTION: Shape<string> = text({ min: 1, max: 170 });
/** A version, an alias or `$LATEST`. */
export const QUALIFIER: Shape<string> = text({ min: 1, max: 128, pattern: /^(\$LATEST|[a-zA-Z0-9-_]+)$/ });
/** Number of a version. */
export const VERSION: Shape<string> = text({ min: 1, max: 1024, pattern: /^(\$LATEST|\d+)$/ });
/** Name of an alias; a number would be a version. */
export const ALIAS: Shape<string> = text({ min: 1, max: 128, pattern: /^(?!^[0-9]+$)[a-zA-Z0-9-_]+$/ });
/** What something is for. */
export const DESCRIPTION: Shape<string> = text({ max: 256 });
/** Tags by key. */
export const TAGS: Shape<Readonly<Record<string, string>>> = mapOf(text({ max: 256 }), 50);
/** How a list is paged. */
export const PAGE: { readonly Marker: Shape<string>; readonly MaxItems: Shape<number> } = {
  Marker: text(),
  MaxItems: whole(1, 10_000),
};
/** Items of a page, whatever more is asked for. */
export const PAGE_SIZE = 50;

const RUNTIMES = [
  'nodejs20.x',
  'nodejs22.x',
  'nodejs24.x',
  'python3.10',
  'python3.11',
  'python3.12',
  'python3.13',
  'python3.14',
  'java17',
  'java21',
  'java25',
  'dotnet8',
  'ruby3.3',
  'provided.al2023',
] as const;

type Setting =
  | 'Description'
  | 'Timeout'
  | 'MemorySize'
  | 'Environment'
  | 'VpcConfig'
  | 'DeadLetterConfig'
  | 'KMSKeyArn'
  | 'TracingConfig'
  | 'Layers'
  | 'EphemeralStorage'
  | 'LoggingConfig'
  | 'SnapStart';

/** The settings that both CreateFunction and UpdateFunctionConfiguration take. */
export const SETTINGS: Readonly<Record<Setting, Shape<unknown>>> = {
  Description: DESCRIPTION,
  Timeout: whole(1, 900),
  MemorySize: whole(128, 10_240),
  Environment: structure({}, { Variables: mapOf(text()) }),
  VpcConfig: structure(
    {},
    {
      SubnetIds: list(text(), 0, 16),
      SecurityGroupIds: list(text(), 0, 5),
      Ipv6AllowedForDualStack: flag,
    },
  ),
  DeadLetterConfig: structure({}, { TargetArn: text() }),
  KMSKeyArn: text({ pattern: /^(arn:[\w-]+:kms:.*)?$/ }),
  TracingConfig: structure({}, { Mode: oneOf('Active', 'PassThrough') }),
  Layers: list(text({ min: 1, max: 140, pattern: /^arn:[\w-]+:lambda:[\w-]+:\d{12}:layer:[\w-]+:\d+$/ }), 0, 5),
  EphemeralStorage: structure({ Size: whole(512, 10_240) }, {}),
  LoggingConfig: structure(
    {},
    {
      LogFormat: oneOf('JSON', 'Text'),
      ApplicationLogLevel: oneOf('TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'),
      SystemLogLevel: oneOf('DEBUG', 'INFO', 'WARN'),
      LogGroup: text({ min: 1, max: 512, pattern: /^[.\-_/#A-Za-z0-9]+$/ }),
    },
  ),
  SnapStart: structure({}, { ApplyOn: oneOf('PublishedVersions', 'None') }),
};

/** Role, handler and runtime. */
export const PROGRAM: Readonly<Record<'Role' | 'Handler' | 'Runtime', Shape<string>>> = {
  Role: text({ pattern: /^arn:[\w-]+:iam::\d{12}:role\/?[a-zA-Z_0-9+=,.@\-/]+$/ }),
  Handler: text({ max: 128, pattern: /^\S+$/ }),
  Runtime: oneOf(...RUNTIMES),
};

/** Where code is: an object, or the zip itself. */
export const CODE: Readonly<Record<'S3Bucket' | 'S3Key' | 'S3ObjectVersion' | 'ZipFile', Shape<string>>> = {
  S3Bucket: text({ min: 3, max: 63, pattern: /^[0-9A-Za-z.\-_]*(?<!\.)$/ }),
  S3Key: text({ min: 1, max: 1024 }),
  S3ObjectVersion: text({ min: 1, max: 1024 }),
  /** Base64. */
  ZipFile: text(),
};

/** One architecture. */
export const ARCHITECTURES: Shape<readonly ('x86_64' | 'arm64')[]> = list(oneOf('x86_64', 'arm64'), 1, 1);
