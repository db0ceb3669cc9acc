import type { Roles } from '../iam/roles.js';
import { awsJson, JSON_REFUSALS } from '../protocol/json.js';
import type { Service } from '../protocol/service.js';
import type { World } from '../world.js';
import { eventOperations } from './event-operations.js';
import { ruleOperations } from './rule-operations.js';
import { noRules } from './rules.js';
import { tagOperations } from './tag-operations.js';
import { targetOperations } from './target-operations.js';

/** EventBridge: rules of the default bus and their targets. Events are taken, and reach nobody. */
export function events(world: World, roles: Roles): Service {
  const rules = noRules(world);
  return {
    name: 'events',
    protocol: awsJson('1.1', 'AWSEvents'),
    refusals: { ...JSON_REFUSALS, failed: ['InternalException', 500] },
    operations: {
      ...ruleOperations(rules),
      ...targetOperations(rules, roles),
      ...tagOperations(rules),
      ...eventOperations(world),
    },
    contents: () =>
      Object.fromEntries(
        [...rules.byName.values()].flatMap(
          ({ name, state, settings, tags, targets }): (readonly [string, unknown])[] => [
            [`rule ${name}`, { ...settings, state, tags: Object.fromEntries(tags) }],
            ...[...targets].map(([id, target]) => [`rule-target ${name}/${id}`, target] as const),
          ],
        ),
      ),
  };
}
