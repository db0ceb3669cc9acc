import { anything, flag, list, mapOf, oneOf, type Shape, structure, text, whole } from '../protocol/shape.js';

const ROLE = text({ pattern: /^arn:[\w-]+:iam::\d{12}:role\/.+$/ });
const PAIRS = list(structure({}, { name: text(), value: text() }));
const SECRETS = list(structure({ name: text(), valueFrom: text() }, {}));

/** What runs in a job. */
export interface Container {
  readonly image: string;
  readonly jobRoleArn?: string;
  readonly executionRoleArn?: string;
  readonly privileged?: boolean;
  readonly environment?: readonly { readonly name?: string; readonly value?: string }[];
  readonly resourceRequirements?: readonly { readonly type: 'VCPU' | 'MEMORY' | 'GPU'; readonly value: string }[];
  readonly fargatePlatformConfiguration?: unknown;
  readonly networkConfiguration?: unknown;
  readonly ephemeralStorage?: unknown;
  readonly runtimePlatform?: unknown;
  readonly ulimits?: unknown;
  readonly linuxParameters?: unknown;
}

/** The members of a container. */
export const CONTAINER: Shape<Container> = structure(
  { image: text({ min: 1 }) },
  {
    command: list(text()),
    jobRoleArn: ROLE,
    executionRoleArn: ROLE,
    environment: PAIRS,
    secrets: SECRETS,
    resourceRequirements: list(structure({ type: oneOf('VCPU', 'MEMORY', 'GPU'), value: text() }, {})),
    logConfiguration: structure(
      { logDriver: oneOf('awslogs', 'fluentd', 'gelf', 'journald', 'json-file', 'splunk', 'syslog', 'awsfirelens') },
      { options: mapOf(text()), secretOptions: SECRETS },
    ),
    networkConfiguration: structure({}, { assignPublicIp: oneOf('ENABLED', 'DISABLED') }),
    fargatePlatformConfiguration: structure({}, { platformVersion: text() }),
    ephemeralStorage: structure({ sizeInGiB: whole(21, 200) }, {}),
    runtimePlatform: structure({}, { operatingSystemFamily: text(), cpuArchitecture: oneOf('X86_64', 'ARM64') }),
    readonlyRootFilesystem: flag,
    privileged: flag,
    user: text(),
    volumes: list(anything),
    mountPoints: list(anything),
    ulimits: list(structure({ name: text(), hardLimit: whole(), softLimit: whole() }, {})),
    linuxParameters: anything,
    repositoryCredentials: structure({ credentialsParameter: text() }, {}),
    enableExecuteCommand: flag,
  },
);
