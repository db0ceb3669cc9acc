import type { Needed, Operation } from '../protocol/operation.js';
import { operation } from '../protocol/operation.js';
import { pageOf } from '../protocol/page.js';
import { flag, oneOf, text } from '../protocol/shape.js';
import { isCron, isRate } from '../timing/schedule-expression.js';
import { checkEventPattern } from './event-pattern.js';
import { ARN, BUS, PAGE, PAGE_SIZE, RULE_NAME, TAGS } from './members.js';
import type { Rule } from './rule-record.js';
import { invalid, type Rules } from './rules.js';

/** Puts, reads, lists, switches and deletes rules. */
export function ruleOperations(rules: Rules): Record<string, Operation> {
  const resource = ({ Name: name }: { readonly Name: string }): string => rules.arn(name);
  const named = { required: { Name: RULE_NAME }, optional: { EventBusName: BUS }, resource };
  const switched = (state: Rule['state']): Operation =>
    operation({
      ...named,
      run({ Name: name, EventBusName: bus }) {
        rules.get(name, bus).state = state;
      },
    });

  return {
    PutRule: operation({
      required: { Name: RULE_NAME },
      optional: {
        ScheduleExpression: text({ max: 256 }),
        EventPattern: text({ max: 4096 }),
        State: oneOf('ENABLED', 'DISABLED'),
        Description: text({ max: 512 }),
        RoleArn: ARN,
        Tags: TAGS,
        EventBusName: BUS,
      },
      resource,
      also: ({ Name: name, RoleArn: role, Tags: tags = [] }): readonly Needed[] => [
        ...(role === undefined ? [] : [{ action: 'iam:PassRole', resource: role }]),
        ...(tags.length === 0 ? [] : [{ action: 'events:TagResource', resource: rules.arn(name) }]),
      ],
      run({ Name: name, EventBusName: bus, State: state = 'ENABLED', Tags: tags = [], ...settings }) {
        rules.checkBus(bus);
        const { EventPattern: pattern, ScheduleExpression: expression } = settings;
        if (pattern === undefined && expression === undefined) {
          throw invalid('Parameter(s) EventPattern or ScheduleExpression must be specified.');
        }
        if (expression !== undefined && !isCron(expression) && !isRate(expression, true)) {
          throw invalid('Parameter ScheduleExpression is not valid.');
        }
        if (pattern !== undefined) checkEventPattern(pattern);
        const before = rules.byName.get(name);
        if (before === undefined) {
          rules.byName.set(name, {
            name,
            arn: rules.arn(name),
            state,
            settings,
            targets: new Map(),
            tags: new Map(tags.map(({ Key: key, Value: value }) => [key, value])),
          });
        } else {
          // The tags of a rule that is there already are not changed.
          before.state = state;
          before.settings = settings;
        }
        return { RuleArn: rules.arn(name) };
      },
    }),

    DescribeRule: operation({
      ...named,
      run: ({ Name: name, EventBusName: bus }) => shown(rules.get(name, bus)),
    }),

    ListRules: operation({
      optional: { ...PAGE, NamePrefix: RULE_NAME, EventBusName: BUS },
      resource: () => rules.arn('*'),
      run({ NamePrefix: prefix = '', EventBusName: bus, NextToken: token, Limit: size = PAGE_SIZE }) {
        rules.checkBus(bus);
        const all = [...rules.byName.values()]
          .filter(({ name }) => name.startsWith(prefix))
          .sort((one, other) => (one.name < other.name ? -1 : 1));
        const { items, next } = pageOf(all, size, token, 'ValidationException');
        return { Rules: items.map(shown), NextToken: next };
      },
    }),

    EnableRule: switched('ENABLED'),
    DisableRule: switched('DISABLED'),

    DeleteRule: operation({
      ...named,
      optional: { EventBusName: BUS, Force: flag },
      run({ Name: name, EventBusName: bus }) {
        rules.checkBus(bus);
        // One that is not there is deleted already.
        if ((rules.byName.get(name)?.targets.size ?? 0) > 0) {
          throw invalid("Rule can't be deleted since it has targets.");
        }
        rules.byName.delete(name);
      },
    }),
  };
}

function shown({ name, arn, state, settings }: Rule): object {
  return { ...settings, Name: name, Arn: arn, State: state, EventBusName: 'default' };
}
