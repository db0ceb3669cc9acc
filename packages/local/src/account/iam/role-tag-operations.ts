import type { Home } from '../home.js';
import { AwsError } from '../protocol/aws-error.js';
import { type Operation, operation } from '../protocol/operation.js';
import { pageOf } from '../protocol/page.js';
import { list, text } from '../protocol/shape.js';
import { PAGE, PAGE_SIZE, ROLE_NAME, TAGS } from './members.js';
import { named } from './role-operations.js';
import type { Roles } from './roles.js';

const MOST_TAGS = 50;

/** The tags of roles. */
export function roleTagOperations(home: Home, roles: Roles): Record<string, Operation> {
  const resource = named(home, roles);

  return {
    TagRole: operation({
      required: { RoleName: ROLE_NAME, Tags: TAGS },
      resource,
      run({ RoleName: name, Tags: given }) {
        const { tags } = roles.get(name);
        const all = new Map([...tags, ...given.map(({ Key: key, Value: value }) => [key, value] as const)]);
        if (all.size > MOST_TAGS) {
          throw new AwsError('LimitExceeded', `Cannot exceed quota for TagsPerRole: ${MOST_TAGS}`, 409);
        }
        for (const [key, value] of all) tags.set(key, value);
      },
    }),

    UntagRole: operation({
      required: { RoleName: ROLE_NAME, TagKeys: list(text({ min: 1, max: 128 }), 0, 50) },
      resource,
      run({ RoleName: name, TagKeys: keys }) {
        const { tags } = roles.get(name);
        for (const key of keys) tags.delete(key);
      },
    }),

    ListRoleTags: operation({
      required: { RoleName: ROLE_NAME },
      optional: PAGE,
      resource,
      run({ RoleName: name, MaxItems: size = PAGE_SIZE, Marker: marker }) {
        const { items, next } = pageOf([...roles.get(name).tags], size, marker, 'ValidationError');
        return {
          Tags: items.map(([key, value]) => ({ Key: key, Value: value })),
          IsTruncated: next !== undefined,
          Marker: next,
        };
      },
    }),
  };
}
