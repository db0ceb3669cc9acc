import { type Operation, operation } from '../protocol/operation.js';
import { list, text } from '../protocol/shape.js';
import { invalid, type LogGroups } from './log-groups.js';
import type { LogGroup } from './log-record.js';
import { ARN, TAGS } from './members.js';

const MOST_TAGS = 50;

/** The tags of log groups, whose ARN stands here without `:*`. */
export function tagOperations(groups: LogGroups): Record<string, Operation> {
  const find = (arn: string): LogGroup => {
    if (!arn.startsWith('arn:') || arn.endsWith(':*')) throw invalid(`Invalid resource ARN: ${arn}`);
    return groups.get(groups.nameOf(arn));
  };
  const resource = ({ resourceArn: arn }: { readonly resourceArn: string }): string => arn;

  return {
    TagResource: operation({
      required: { resourceArn: ARN, tags: TAGS },
      resource,
      run({ resourceArn: arn, tags: given }) {
        const { tags } = find(arn);
        const all = new Map([...tags, ...Object.entries(given)]);
        if (all.size > MOST_TAGS) throw invalid(`A log group has at most ${MOST_TAGS} tags.`);
        for (const [key, value] of all) tags.set(key, value);
      },
    }),

    UntagResource: operation({
      required: { resourceArn: ARN, tagKeys: list(text({ min: 1, max: 128 }), 0, 50) },
      resource,
      run({ resourceArn: arn, tagKeys: keys }) {
        const { tags } = find(arn);
        for (const key of keys) tags.delete(key);
      },
    }),

    ListTagsForResource: operation({
      required: { resourceArn: ARN },
      resource,
      run: ({ resourceArn: arn }) => ({ tags: Object.fromEntries(find(arn).tags) }),
    }),
  };
}
