import { listOf, type PolicyDocument, type PolicyStatement, statementsOf } from '../access/policy.js';
import { AwsError } from '../protocol/aws-error.js';
import type { CheckedDocument } from './role-record.js';

const TOP = new Set(['Version', 'Id', 'Statement']);
const MEMBERS = new Set([
  'Sid',
  'Effect',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Principal',
  'NotPrincipal',
  'Condition',
]);

/** Checks a policy of a role's rights as IAM does when it is put. Throws `MalformedPolicyDocument`. */
export function checkRights(text: string): CheckedDocument {
  const document = checkGrammar(text);
  for (const statement of statementsOf(document)) {
    if (statement.Principal !== undefined) throw malformed('Policy document should not specify a principal.');
    const resources = [...listOf(statement.Resource), ...listOf(statement.NotResource)];
    if (resources.length === 0) throw malformed('Policy statement must contain resources.');
    for (const resource of resources) {
      if (resource !== '*' && !/^arn:[^:]*:[^:]+:[^:]*:[^:]*:.+$/s.test(resource)) {
        throw malformed(`Resource ${resource} must be in ARN format or "*".`);
      }
    }
  }
  return { text, document };
}

/** Checks a role's trust policy. `exists` says whether there is a role or user of this account with that ARN. */
export function checkTrust(text: string, account: string, exists: (arn: string) => boolean): CheckedDocument {
  const document = checkGrammar(text);
  for (const statement of statementsOf(document)) {
    if (statement.Resource !== undefined || statement.NotResource !== undefined) {
      throw malformed('Has prohibited field Resource');
    }
    if (statement.Principal === undefined) throw malformed('Missing required field Principal');
    for (const action of listOf(statement.Action)) {
      if (!/^sts:/i.test(action)) throw malformed('AssumeRole policy may only specify STS AssumeRole actions.');
    }
    if (statement.Principal === '*') continue;
    for (const [kind, names] of Object.entries(statement.Principal)) {
      for (const name of listOf(names)) {
        if (!isPrincipal(kind, name, account, exists))
          throw malformed(`Invalid principal in policy: "${kind}":"${name}"`);
      }
    }
  }
  return { text, document };
}

function isPrincipal(kind: string, name: string, account: string, exists: (arn: string) => boolean): boolean {
  if (kind === 'Service') return /^[a-z0-9-]+(\.[a-z0-9-]+)*\.amazonaws\.com(\.cn)?$/.test(name);
  if (kind === 'Federated') return name !== '';
  if (kind !== 'AWS') return false;
  if (name === '*' || /^\d{12}$/.test(name)) return true;
  const [, owner, rest] = /^arn:[\w-]+:(?:iam|sts)::(\d{12}):(.+)$/.exec(name) ?? [];
  if (owner === undefined || rest === undefined) return false;
  return owner !== account || rest === 'root' || exists(name);
}

function checkGrammar(text: string): PolicyDocument {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw malformed('This policy contains invalid Json');
  }
  if (!isObject(value) || Object.keys(value).some((name) => !TOP.has(name)))
    throw malformed('Syntax errors in policy.');
  const { Version: version, Statement: statements } = value;
  if (version !== undefined && version !== '2012-10-17' && version !== '2008-10-17') {
    throw malformed('The policy must contain a valid version string');
  }
  const all: unknown[] = Array.isArray(statements) ? statements : [statements];
  if (all.length === 0 || !all.every(isStatement)) throw malformed('Syntax errors in policy.');
  const ids = all.flatMap(({ Sid: id }) => (id === undefined ? [] : [id]));
  if (new Set(ids).size < ids.length) throw malformed('Statement IDs (SID) in a single policy must be unique.');
  for (const statement of all) {
    const actions = [...listOf(statement.Action), ...listOf(statement.NotAction)];
    if (actions.length === 0) throw malformed('Policy statement must contain actions.');
    if (actions.some((action) => action !== '*' && !/^[a-z0-9-]+:.+$/i.test(action))) {
      throw malformed('Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.');
    }
  }
  return value as unknown as PolicyDocument;
}

function isStatement(value: unknown): value is PolicyStatement {
  if (!isObject(value) || Object.keys(value).some((name) => !MEMBERS.has(name))) return false;
  const { Sid: id, Effect: effect, Principal: principal, Condition: condition } = value;
  const texts = ['Action', 'NotAction', 'Resource', 'NotResource'].map((name) => value[name]);
  return (
    (effect === 'Allow' || effect === 'Deny') &&
    (id === undefined || (typeof id === 'string' && /^[A-Za-z0-9]*$/.test(id))) &&
    texts.every((one) => one === undefined || listOf(one).every((part) => typeof part === 'string')) &&
    (principal === undefined || principal === '*' || isObject(principal)) &&
    (condition === undefined || (isObject(condition) && Object.values(condition).every(isObject)))
  );
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function malformed(message: string): AwsError {
  return new AwsError('MalformedPolicyDocument', message);
}
