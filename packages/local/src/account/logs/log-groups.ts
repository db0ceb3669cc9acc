import { arnOf } from '../home.js';
import { AwsError } from '../protocol/aws-error.js';
import type { World } from '../world.js';
import type { LogGroup, LogStream } from './log-record.js';

/** The log groups of an account. */
export interface LogGroups {
  readonly byName: Map<string, LogGroup>;
  /** Without the `:*` that stands for its streams. */
  arn(name: string): string;
  /** The ARN that rights on a group are asked for with. */
  rightsArn(name: string): string;
  /** Throws `ResourceNotFoundException`. */
  get(name: string): LogGroup;
  stream(group: string, name: string): LogStream;
  /** The name in an ARN or name of a group. */
  nameOf(identifier: string): string;
}

/** No log groups yet. */
export function noLogGroups({ home }: World): LogGroups {
  const byName = new Map<string, LogGroup>();
  const arn = (name: string): string => arnOf(home, 'logs', `log-group:${name}`);
  const get = (name: string): LogGroup => {
    const group = byName.get(name);
    if (group === undefined) throw missing('The specified log group does not exist.');
    return group;
  };
  return {
    byName,
    arn,
    rightsArn: (name) => `${arn(name)}:log-stream:`,
    get,
    stream(group, name) {
      const stream = get(group).streams.get(name);
      if (stream === undefined) throw missing('The specified log stream does not exist.');
      return stream;
    },
    nameOf(identifier) {
      if (!identifier.startsWith('arn:')) return identifier;
      const beginning = arn('');
      if (!identifier.startsWith(beginning)) throw missing('The specified log group does not exist.');
      return identifier.slice(beginning.length).replace(/:\*$/, '');
    },
  };
}

/** `ResourceNotFoundException` */
export function missing(message: string): AwsError {
  return new AwsError('ResourceNotFoundException', message);
}

/** `ResourceAlreadyExistsException` */
export function exists(message: string): AwsError {
  return new AwsError('ResourceAlreadyExistsException', message);
}

/** `InvalidParameterException` */
export function invalid(message: string): AwsError {
  return new AwsError('InvalidParameterException', message);
}
