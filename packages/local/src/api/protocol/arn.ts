import { ApiError } from './api-error.js';

/** The account and region that all resources of a server are in. */
export interface Home {
  readonly account: string;
  readonly region: string;
}

/** What an ARN of Step Functions names. */
export interface StatesArn {
  readonly kind: 'stateMachine' | 'execution' | 'express' | 'mapRun' | 'activity';
  readonly text: string;
  /** Name of the state machine, or of the activity. */
  readonly name: string;
  /** Label of a distributed Map, behind a slash. */
  readonly label?: string;
  /** Behind the name: a version or alias, the name of an execution, the id of a Map Run. */
  readonly qualifier?: string;
}

/**
 * Takes an ARN apart that has to be of one of some kinds. Throws `InvalidArn` in the service's words; whether the thing exists is
 * another question.
 */
export function parseArn(text: string, ...kinds: readonly StatesArn['kind'][]): StatesArn {
  const [prefix, partition, service, region, account, kind = '', name = '', ...rest] = text.split(':');
  if (prefix !== 'arn' || service === undefined) throw invalidArn(`Invalid ARN prefix: ${text}`);
  if (partition === '' || service !== 'states') throw invalidArn(`Resource type not valid in this context: ${service}`);
  if (!isOneOf(kind, kinds)) throw invalidArn(`Resource type not valid in this context: ${kind}`);
  if (region === '' || account === '' || name === '') throw invalidArn(`Invalid ARN: ${text}`);
  const [machine = '', label] = name.split('/', 2);
  const qualifier = rest.join(':');
  return {
    kind,
    text,
    name: machine,
    ...(label !== undefined && { label }),
    ...(qualifier !== '' && { qualifier }),
  };
}

/** The ARN of a state machine, or with a qualifier that of a version or alias. */
export function machineArn(home: Home, name: string, qualifier?: string): string {
  return arn(home, 'stateMachine', name, qualifier);
}

/** The ARN of an execution of a STANDARD state machine. */
export function executionArn(home: Home, machine: string, name: string): string {
  return arn(home, 'execution', machine, name);
}

/** The ARN of an activity. */
export function activityArn(home: Home, name: string): string {
  return arn(home, 'activity', name);
}

function arn({ region, account }: Home, kind: StatesArn['kind'], name: string, qualifier?: string): string {
  return `arn:aws:states:${region}:${account}:${kind}:${name}${qualifier === undefined ? '' : `:${qualifier}`}`;
}

function isOneOf(kind: string, kinds: readonly StatesArn['kind'][]): kind is StatesArn['kind'] {
  return (kinds as readonly string[]).includes(kind);
}

function invalidArn(why: string): ApiError {
  return new ApiError('InvalidArn', `Invalid Arn: '${why}'`);
}
