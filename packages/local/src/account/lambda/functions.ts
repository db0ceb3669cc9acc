import { arnOf } from '../home.js';
import { AwsError } from '../protocol/aws-error.js';
import type { World } from '../world.js';
import type { AliasRecord, FunctionRecord, Revision } from './function-record.js';

/** A function that a request names: its name, a partial ARN or an ARN, each perhaps with a qualifier. */
export interface FunctionReference {
  readonly name: string;
  readonly qualifier: string | undefined;
}

/** The functions of an account. */
export interface Functions {
  readonly byName: Map<string, FunctionRecord>;
  reference(text: string, qualifier?: string): FunctionReference;
  arn(name: string, qualifier?: string): string;
  /** Throws `ResourceNotFoundException`. */
  get(reference: FunctionReference): FunctionRecord;
  /** What a reference stands for; its qualifier may be a version or an alias. */
  revision(reference: FunctionReference): { readonly revision: Revision; readonly version: string };
  alias(reference: FunctionReference, name: string): AliasRecord;
}

/** No functions yet. */
export function noFunctions({ home }: World): Functions {
  const byName = new Map<string, FunctionRecord>();
  const arn = (name: string, qualifier?: string): string =>
    arnOf(home, 'lambda', `function:${name}${qualifier === undefined ? '' : `:${qualifier}`}`);
  const get = ({ name, qualifier }: FunctionReference): FunctionRecord => {
    const found = byName.get(name);
    if (found === undefined) throw notFound(`Function not found: ${arn(name, qualifier)}`);
    return found;
  };
  return {
    byName,
    arn,
    get,
    reference(text, qualifier) {
      const [, region, account, name = '', own] =
        /^(?:arn:[\w-]+:lambda:([\w-]+):)?(?:(\d{12}):function:|function:)?([\w-]+)(?::(\$LATEST|[\w-]+))?$/.exec(
          text,
        ) ?? [];
      if (name === '' || name.length > 64) {
        throw invalid(
          `1 validation error detected: Value '${text}' at 'functionName' failed to satisfy constraint: Member must be the name, partial ARN or ARN of a function`,
          'ValidationException',
        );
      }
      if ((region ?? home.region) !== home.region || (account ?? home.account) !== home.account) {
        throw notFound(`Function not found: ${text}`);
      }
      if (own !== undefined && qualifier !== undefined && own !== qualifier) {
        throw invalid('The derived qualifier from the function name does not match the specified qualifier.');
      }
      return { name, qualifier: own ?? qualifier };
    },
    revision(reference) {
      const found = get(reference);
      const { name, qualifier = '$LATEST' } = reference;
      if (qualifier === '$LATEST') return { revision: found.latest, version: qualifier };
      const version = found.aliases.get(qualifier)?.version ?? qualifier;
      const revision = version === '$LATEST' ? found.latest : found.versions.get(version);
      if (revision === undefined) throw notFound(`Function not found: ${arn(name, qualifier)}`);
      return { revision, version };
    },
    alias(reference, name) {
      const alias = get(reference).aliases.get(name);
      if (alias === undefined) throw notFound(`Cannot find alias arn: ${arn(reference.name, name)}`);
      return alias;
    },
  };
}

/** `ResourceNotFoundException`. */
export function notFound(message: string): AwsError {
  return new AwsError('ResourceNotFoundException', message, 404, { Type: 'User' });
}

/** `InvalidParameterValueException`, or another refusal of what was sent. */
export function invalid(message: string, code = 'InvalidParameterValueException'): AwsError {
  return new AwsError(code, message, 400, { Type: 'User' });
}

/** `ResourceConflictException`. */
export function conflict(message: string): AwsError {
  return new AwsError('ResourceConflictException', message, 409, { Type: 'User' });
}

/** Refuses a revision id that is not the current one. */
export function checkRevision(given: string | undefined, current: string): void {
  if (given === undefined || given === current) return;
  throw new AwsError(
    'PreconditionFailedException',
    'The Revision Id provided does not match the latest Revision Id. Call the GetFunction/GetAlias API to retrieve the latest Revision Id',
    412,
    { Type: 'User' },
  );
}
