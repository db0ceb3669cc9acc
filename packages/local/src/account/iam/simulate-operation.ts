import { decide } from '../access/policy.js';
import { AwsError } from '../protocol/aws-error.js';
import { type Operation, operation } from '../protocol/operation.js';
import { pageOf } from '../protocol/page.js';
import { list, structure, text } from '../protocol/shape.js';
import { ARN, PAGE, PAGE_SIZE } from './members.js';
import { noSuchEntity, policiesOf, type Roles } from './roles.js';

/** Says what a role may do. Context entries are read and count for nothing, as conditions are taken as met. */
export function simulateOperation(roles: Roles): Record<string, Operation> {
  return {
    SimulatePrincipalPolicy: operation({
      required: { PolicySourceArn: ARN, ActionNames: list(text({ min: 3, max: 128 }), 1) },
      optional: {
        ...PAGE,
        ResourceArns: list(text({ min: 1, max: 2048 })),
        ContextEntries: list(
          structure(
            {},
            { ContextKeyName: text({ min: 5, max: 256 }), ContextKeyValues: list(text()), ContextKeyType: text() },
          ),
        ),
      },
      resource: ({ PolicySourceArn: arn }) => arn,
      run({ PolicySourceArn: arn, ActionNames: actions, ResourceArns: resources = ['*'], ...page }) {
        if (!/^arn:[\w-]+:iam::\d{12}:role\/.+$/.test(arn)) {
          throw new AwsError(
            'InvalidInput',
            `Invalid Entity Arn: ${arn} does not clearly define entity type and name.`,
          );
        }
        const role = roles.find(arn);
        if (role === undefined)
          throw noSuchEntity(`The role with name ${arn.slice(arn.lastIndexOf('/') + 1)} cannot be found.`);
        const wrong = actions.find((action) => !/^[a-z0-9-]+:[a-z0-9*?]+$/i.test(action));
        if (wrong !== undefined) throw new AwsError('InvalidInput', `Invalid input for ActionNames: ${wrong}`);
        const all = actions.flatMap((action) =>
          resources.map((resource) => {
            const { decision, statements } = decide(policiesOf(role), action, resource);
            return {
              EvalActionName: action,
              EvalResourceName: resource,
              EvalDecision: decision,
              MatchedStatements: statements.map(() => ({ SourcePolicyType: 'IAM Policy' })),
              MissingContextValues: [],
            };
          }),
        );
        const { items, next } = pageOf(all, page.MaxItems ?? PAGE_SIZE, page.Marker, 'InvalidInput');
        return { EvaluationResults: items, IsTruncated: next !== undefined, Marker: next };
      },
    }),
  };
}
