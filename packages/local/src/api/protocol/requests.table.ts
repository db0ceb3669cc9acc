import { oneOf, secret, type Shape, structure, type Structure, text, whole } from './shape.js';

/*
 * The members of the requests and their constraints. Source: the API reference of AWS Step Functions (API version 2016-11-23), read
 * October 2026. Constraints that need more than the one value, and those with an error of their own, are the actions' affair.
 */

const FLAG: Shape = { kind: 'boolean' };
const ARN = text(1, 256);
const LONG_ARN = text(1, 2000);
const NAME = text(1, 80);
const DEFINITION = { ...text(1, 1_048_576), secret: true } satisfies Shape;
const DATA = secret(262_144);
const ERROR = secret(256);
const CAUSE = secret(32_768);
const TOKEN = text(1, 2048);
const PAGE = { maxResults: whole(0, 1000), nextToken: text(1, 1024) };
const MACHINE_TYPE = oneOf('STANDARD', 'EXPRESS');
const INCLUDED = oneOf('ALL_DATA', 'METADATA_ONLY');
const DESCRIPTION = { ...text(undefined, 256), secret: true } satisfies Shape;
const TRACE_HEADER: Shape = { kind: 'string', max: 256, pattern: /^\p{ASCII}*$/u };
const TAGS: Shape = { kind: 'list', of: structure({ key: text(1, 128), value: text(0, 256) }) };
const LOGGING = structure({
  level: oneOf('ALL', 'ERROR', 'FATAL', 'OFF'),
  includeExecutionData: FLAG,
  destinations: { kind: 'list', of: structure({ cloudWatchLogsLogGroup: structure({ logGroupArn: ARN }) }) },
});
const TRACING = structure({ enabled: FLAG });
const ENCRYPTION = structure({
  kmsKeyId: text(1, 2048),
  kmsDataKeyReusePeriodSeconds: whole(60, 900),
  'type!': oneOf('AWS_OWNED_KEY', 'CUSTOMER_MANAGED_KMS_KEY'),
});
const ROUTING: Shape = {
  kind: 'list',
  of: structure({ 'stateMachineVersionArn!': ARN, 'weight!': whole(0, 100) }),
  min: 1,
  max: 2,
};
/** Characters of an alias; one that looks like a version number would hide it. */
const ALIAS_NAME: Shape = {
  kind: 'string',
  min: 1,
  max: 80,
  pattern: new RegExp('^(?=.*[a-zA-Z_\\-\\.])[a-zA-Z0-9_\\-\\.]+$'),
};

/** The requests by the name of their action. */
export const REQUESTS: Readonly<Record<string, Structure>> = {
  CreateStateMachine: structure({
    'name!': NAME,
    'definition!': DEFINITION,
    'roleArn!': ARN,
    type: MACHINE_TYPE,
    loggingConfiguration: LOGGING,
    tags: TAGS,
    tracingConfiguration: TRACING,
    publish: FLAG,
    versionDescription: DESCRIPTION,
    encryptionConfiguration: ENCRYPTION,
  }),
  UpdateStateMachine: structure({
    'stateMachineArn!': ARN,
    definition: DEFINITION,
    roleArn: ARN,
    loggingConfiguration: LOGGING,
    tracingConfiguration: TRACING,
    publish: FLAG,
    versionDescription: DESCRIPTION,
    encryptionConfiguration: ENCRYPTION,
  }),
  DescribeStateMachine: structure({ 'stateMachineArn!': ARN, includedData: INCLUDED }),
  DescribeStateMachineForExecution: structure({ 'executionArn!': ARN, includedData: INCLUDED }),
  DeleteStateMachine: structure({ 'stateMachineArn!': ARN }),
  ListStateMachines: structure(PAGE),
  PublishStateMachineVersion: structure({
    'stateMachineArn!': ARN,
    revisionId: text(undefined, undefined),
    description: DESCRIPTION,
  }),
  ListStateMachineVersions: structure({ 'stateMachineArn!': ARN, ...PAGE }),
  DeleteStateMachineVersion: structure({ 'stateMachineVersionArn!': LONG_ARN }),
  CreateStateMachineAlias: structure({
    'name!': ALIAS_NAME,
    description: DESCRIPTION,
    'routingConfiguration!': ROUTING,
  }),
  UpdateStateMachineAlias: structure({
    'stateMachineAliasArn!': ARN,
    description: DESCRIPTION,
    routingConfiguration: ROUTING,
  }),
  DescribeStateMachineAlias: structure({ 'stateMachineAliasArn!': ARN }),
  DeleteStateMachineAlias: structure({ 'stateMachineAliasArn!': ARN }),
  ListStateMachineAliases: structure({ 'stateMachineArn!': ARN, ...PAGE }),
  TagResource: structure({ 'resourceArn!': ARN, 'tags!': TAGS }),
  UntagResource: structure({ 'resourceArn!': ARN, 'tagKeys!': { kind: 'list', of: text(1, 128) } }),
  ListTagsForResource: structure({ 'resourceArn!': ARN }),
  StartExecution: structure({ 'stateMachineArn!': ARN, name: NAME, input: DATA, traceHeader: TRACE_HEADER }),
  StartSyncExecution: structure({
    'stateMachineArn!': ARN,
    name: NAME,
    input: DATA,
    traceHeader: TRACE_HEADER,
    includedData: INCLUDED,
  }),
  StopExecution: structure({ 'executionArn!': ARN, error: ERROR, cause: CAUSE }),
  DescribeExecution: structure({ 'executionArn!': ARN, includedData: INCLUDED }),
  ListExecutions: structure({
    stateMachineArn: ARN,
    statusFilter: oneOf('SUCCEEDED', 'TIMED_OUT', 'PENDING_REDRIVE', 'ABORTED', 'FAILED', 'RUNNING'),
    maxResults: whole(0, 1000),
    nextToken: text(1, 3096),
    mapRunArn: LONG_ARN,
    redriveFilter: oneOf('REDRIVEN', 'NOT_REDRIVEN'),
  }),
  GetExecutionHistory: structure({ 'executionArn!': ARN, reverseOrder: FLAG, includeExecutionData: FLAG, ...PAGE }),
  RedriveExecution: structure({
    'executionArn!': ARN,
    clientToken: { kind: 'string', min: 1, max: 64, pattern: /^[!-~]+$/ },
  }),
  DescribeMapRun: structure({ 'mapRunArn!': LONG_ARN }),
  ListMapRuns: structure({ 'executionArn!': ARN, ...PAGE }),
  UpdateMapRun: structure({
    'mapRunArn!': LONG_ARN,
    maxConcurrency: whole(0),
    toleratedFailurePercentage: { kind: 'number', min: 0, max: 100 },
    toleratedFailureCount: whole(0),
  }),
  CreateActivity: structure({ 'name!': NAME, tags: TAGS, encryptionConfiguration: ENCRYPTION }),
  DescribeActivity: structure({ 'activityArn!': ARN }),
  DeleteActivity: structure({ 'activityArn!': ARN }),
  ListActivities: structure(PAGE),
  GetActivityTask: structure({ 'activityArn!': ARN, workerName: NAME }),
  SendTaskSuccess: structure({ 'taskToken!': TOKEN, 'output!': DATA }),
  SendTaskFailure: structure({ 'taskToken!': TOKEN, error: ERROR, cause: CAUSE }),
  SendTaskHeartbeat: structure({ 'taskToken!': TOKEN }),
  TestState: structure({
    'definition!': DEFINITION,
    roleArn: ARN,
    input: DATA,
    inspectionLevel: oneOf('INFO', 'DEBUG', 'TRACE'),
    revealSecrets: FLAG,
    variables: DATA,
    stateName: NAME,
    mock: structure({
      result: DATA,
      errorOutput: structure({ error: ERROR, cause: CAUSE }),
      fieldValidationMode: oneOf('STRICT', 'PRESENT', 'NONE'),
    }),
    context: DATA,
    stateConfiguration: structure({
      retrierRetryCount: whole(0),
      errorCausedByState: NAME,
      mapIterationFailureCount: whole(0),
      mapItemReaderData: DATA,
    }),
  }),
  ValidateStateMachineDefinition: structure({
    'definition!': DEFINITION,
    type: MACHINE_TYPE,
    severity: oneOf('ERROR', 'WARNING'),
    maxResults: whole(0, 100),
  }),
};
