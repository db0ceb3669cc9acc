import { arnOf } from '../home.js';
import { AwsError } from '../protocol/aws-error.js';
import { awsJson, JSON_REFUSALS } from '../protocol/json.js';
import { operation } from '../protocol/operation.js';
import { pageOf } from '../protocol/page.js';
import type { Service } from '../protocol/service.js';
import { flag, list, oneOf, structure, text, whole } from '../protocol/shape.js';
import type { World } from '../world.js';

interface Parameter {
  readonly Name: string;
  readonly Type: string;
  readonly Value: string;
  readonly Version: number;
  readonly LastModifiedDate: Date;
  readonly ARN: string;
}

const NAME = text({ min: 1, max: 2048 });

/** The parameters of Systems Manager: whether one is there, and what it says. */
export function parameters({ home, now }: World): Service {
  const byName = new Map<string, Parameter>();
  const arn = (name: string): string => arnOf(home, 'ssm', `parameter/${name.replace(/^\//, '')}`);
  const resource = ({ Name: name }: { readonly Name: string }): string => arn(name);
  const find = (name: string): Parameter => {
    const found = byName.get(name);
    if (found === undefined) throw new AwsError('ParameterNotFound', `Parameter ${name} not found.`);
    return found;
  };
  const shown = (parameter: Parameter, isDecrypted = false): Parameter =>
    parameter.Type === 'SecureString' && !isDecrypted ? { ...parameter, Value: 'encrypted' } : parameter;

  return {
    name: 'ssm',
    protocol: awsJson('1.1', 'AmazonSSM'),
    refusals: { ...JSON_REFUSALS, failed: ['InternalServerError', 500] },
    operations: {
      PutParameter: operation({
        required: { Name: text({ min: 1, max: 2048, pattern: /^[\w./-]+$/ }), Value: text({ min: 1, max: 4096 }) },
        optional: { Type: oneOf('String', 'StringList', 'SecureString'), Overwrite: flag },
        resource,
        run({ Name: name, Value: value, Type: type, Overwrite: isOverwritten = false }) {
          const before = byName.get(name);
          if (before !== undefined && !isOverwritten) {
            throw new AwsError(
              'ParameterAlreadyExists',
              'The parameter already exists. To overwrite this value, set the overwrite option in the request to true.',
            );
          }
          const kind = type ?? before?.Type;
          if (kind === undefined) {
            throw new AwsError('ValidationException', 'A parameter type is required when you create a parameter.');
          }
          const made: Parameter = {
            Name: name,
            Type: kind,
            Value: value,
            Version: (before?.Version ?? 0) + 1,
            LastModifiedDate: now(),
            ARN: arn(name),
          };
          byName.set(name, made);
          return { Version: made.Version, Tier: 'Standard' };
        },
      }),

      GetParameter: operation({
        required: { Name: NAME },
        optional: { WithDecryption: flag },
        resource,
        run: ({ Name: name, WithDecryption: isDecrypted }) => ({ Parameter: shown(find(name), isDecrypted) }),
      }),

      GetParameters: operation({
        required: { Names: list(NAME, 1, 10) },
        optional: { WithDecryption: flag },
        resource: ({ Names: names }) => arn(names[0] ?? ''),
        also: ({ Names: names }) =>
          names.slice(1).map((name) => ({ action: 'ssm:GetParameters', resource: arn(name) })),
        run: ({ Names: names, WithDecryption: isDecrypted }) => ({
          Parameters: names.flatMap((name) => byName.get(name) ?? []).map((one) => shown(one, isDecrypted)),
          InvalidParameters: names.filter((name) => !byName.has(name)),
        }),
      }),

      DescribeParameters: operation({
        optional: {
          ParameterFilters: list(
            structure({ Key: oneOf('Name') }, { Option: oneOf('Equals', 'BeginsWith'), Values: list(text(), 1, 50) }),
          ),
          MaxResults: whole(1, 50),
          NextToken: text(),
        },
        run({ ParameterFilters: filters = [], MaxResults: size = 50, NextToken: token }) {
          const all = [...byName.values()].filter(({ Name: name }) =>
            filters.every(({ Option: option = 'Equals', Values: values = [] }) =>
              values.some((value) => (option === 'Equals' ? name === value : name.startsWith(value))),
            ),
          );
          const { items, next } = pageOf(all, size, token, 'InvalidNextToken');
          return { Parameters: items.map(({ Value: _value, ...described }) => described), NextToken: next };
        },
      }),

      DeleteParameter: operation({
        required: { Name: NAME },
        resource,
        run({ Name: name }) {
          find(name);
          byName.delete(name);
        },
      }),
    },
    contents: () =>
      Object.fromEntries(
        [...byName.values()].map(({ Name: name, Type: type, Value: value }) => [`parameter ${name}`, { type, value }]),
      ),
  };
}
