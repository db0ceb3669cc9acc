import type { Roles } from '../iam/roles.js';
import { AwsError } from '../protocol/aws-error.js';
import { type Operation, operation } from '../protocol/operation.js';
import { pageOf } from '../protocol/page.js';
import { list, mapOf, structure, text, whole } from '../protocol/shape.js';
import { ARN, BUS, PAGE, PAGE_SIZE, RULE_NAME } from './members.js';
import type { Target } from './rule-record.js';
import { invalid, type Rules } from './rules.js';

/** Source: EventBridge user guide, "Quotas": targets of a rule. */
const MOST_TARGETS = 5;

const ID = text({ min: 1, max: 64, pattern: /^[.\-_A-Za-z0-9]+$/ });
const TARGET = structure(
  { Id: ID, Arn: ARN },
  {
    RoleArn: ARN,
    Input: text({ max: 8192 }),
    InputPath: text({ max: 256 }),
    InputTransformer: structure(
      { InputTemplate: text({ min: 1, max: 8192 }) },
      { InputPathsMap: mapOf(text({ max: 256 }), 100) },
    ),
    DeadLetterConfig: structure({}, { Arn: ARN }),
    RetryPolicy: structure({}, { MaximumRetryAttempts: whole(0, 185), MaximumEventAgeInSeconds: whole(60, 86_400) }),
  },
);

/** The targets of rules. */
export function targetOperations(rules: Rules, roles: Roles): Record<string, Operation> {
  const resource = ({ Rule: name }: { readonly Rule: string }): string => rules.arn(name);

  return {
    PutTargets: operation({
      required: { Rule: RULE_NAME, Targets: list(TARGET, 1, 100) },
      optional: { EventBusName: BUS },
      resource,
      also: ({ Targets: targets }) =>
        targets.flatMap(({ RoleArn: role }) =>
          role === undefined ? [] : [{ action: 'iam:PassRole', resource: role }],
        ),
      run({ Rule: name, EventBusName: bus, Targets: given }) {
        const { targets } = rules.get(name, bus);
        for (const target of given) checkTarget(target, roles);
        const ids = new Set([...targets.keys(), ...given.map(({ Id: id }) => id)]);
        if (ids.size > MOST_TARGETS) {
          throw new AwsError('LimitExceededException', 'The requested resource exceeds the maximum number allowed.');
        }
        for (const target of given) targets.set(target.Id, target);
        return { FailedEntryCount: 0, FailedEntries: [] };
      },
    }),

    RemoveTargets: operation({
      required: { Rule: RULE_NAME, Ids: list(ID, 1, 100) },
      optional: { EventBusName: BUS },
      resource,
      run({ Rule: name, EventBusName: bus, Ids: ids }) {
        const { targets } = rules.get(name, bus);
        for (const id of ids) targets.delete(id);
        return { FailedEntryCount: 0, FailedEntries: [] };
      },
    }),

    ListTargetsByRule: operation({
      required: { Rule: RULE_NAME },
      optional: { ...PAGE, EventBusName: BUS },
      resource,
      run({ Rule: name, EventBusName: bus, NextToken: token, Limit: size = PAGE_SIZE }) {
        const { items, next } = pageOf([...rules.get(name, bus).targets.values()], size, token, 'ValidationException');
        return { Targets: items, NextToken: next };
      },
    }),
  };
}

function checkTarget(target: Target, roles: Roles): void {
  const { Arn: arn, RoleArn: role, Input: input, InputPath: path, InputTransformer: transformer } = target;
  if (!/^arn:aws[a-z-]*:[a-z0-9-]+:.+$/.test(arn)) throw invalid(`Provided Arn is not in correct format: ${arn}`);
  if ([input, path, transformer].filter((one) => one !== undefined).length > 1) {
    throw invalid(`Only one of Input, InputPath, or InputTransformer must be provided for target ${target.Id}.`);
  }
  if (/:(states|batch):/.test(arn) && role === undefined) throw invalid(`RoleArn is required for target ${arn}.`);
  if (role !== undefined && !roles.canBeAssumedBy('events.amazonaws.com', role)) {
    throw invalid(`Provided role '${role}' cannot be assumed by principal 'events.amazonaws.com'.`);
  }
  if (input === undefined) return;
  try {
    JSON.parse(input);
  } catch {
    throw invalid(`JSON syntax error in input for target ${target.Id}`);
  }
}
