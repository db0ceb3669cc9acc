import { type Operation, operation } from '../protocol/operation.js';
import { list, text } from '../protocol/shape.js';
import { ARN, TAGS } from './members.js';
import type { Rule } from './rule-record.js';
import { invalid, missing, type Rules } from './rules.js';

const MOST_TAGS = 50;

/** The tags of rules. */
export function tagOperations(rules: Rules): Record<string, Operation> {
  const find = (arn: string): Rule => {
    const rule = [...rules.byName.values()].find((one) => one.arn === arn);
    if (rule === undefined)
      throw missing(`Rule ${arn.slice(arn.lastIndexOf('/') + 1)} does not exist on EventBus default.`);
    return rule;
  };
  const resource = ({ ResourceARN: arn }: { readonly ResourceARN: string }): string => arn;

  return {
    TagResource: operation({
      required: { ResourceARN: ARN, Tags: TAGS },
      resource,
      run({ ResourceARN: arn, Tags: given }) {
        const { tags } = find(arn);
        const all = new Map([...tags, ...given.map(({ Key: key, Value: value }) => [key, value] as const)]);
        if (all.size > MOST_TAGS) throw invalid(`A rule has at most ${MOST_TAGS} tags.`);
        for (const [key, value] of all) tags.set(key, value);
      },
    }),

    UntagResource: operation({
      required: { ResourceARN: ARN, TagKeys: list(text({ min: 1, max: 128 })) },
      resource,
      run({ ResourceARN: arn, TagKeys: keys }) {
        const { tags } = find(arn);
        for (const key of keys) tags.delete(key);
      },
    }),

    ListTagsForResource: operation({
      required: { ResourceARN: ARN },
      resource,
      run: ({ ResourceARN: arn }) => ({
        Tags: [...find(arn).tags].map(([key, value]) => ({ Key: key, Value: value })),
      }),
    }),
  };
}
