import { AwsError } from '../protocol/aws-error.js';
import { type Operation, operation } from '../protocol/operation.js';
import { list, text } from '../protocol/shape.js';
import type { BatchState } from './batch-state.js';
import { clientError } from './batch-state.js';
import { IDENTIFIER, TAGS } from './members.js';

const MOST_TAGS = 50;

/** The tags of everything of Batch that has an ARN. */
export function tagOperations(state: BatchState): Record<string, Operation> {
  const find = (arn: string): Map<string, string> => {
    const all = [...[...state.definitions.values()].flat(), ...state.facilities.values()];
    const found = all.find((one) => one.arn === arn);
    if (found === undefined) throw new AwsError('ClientException', `Resource ${arn} does not exist`, 404);
    return found.tags;
  };
  const resource = ({ resourceArn: arn }: { readonly resourceArn: string }): string => arn;

  return {
    TagResource: operation({
      required: { resourceArn: IDENTIFIER, tags: TAGS },
      resource,
      run({ resourceArn: arn, tags: given }) {
        const tags = find(arn);
        const all = new Map([...tags, ...Object.entries(given)]);
        if (all.size > MOST_TAGS) throw clientError(`A resource has at most ${MOST_TAGS} tags.`);
        for (const [key, value] of all) tags.set(key, value);
      },
    }),

    UntagResource: operation({
      required: { resourceArn: IDENTIFIER, tagKeys: list(text(), 1, 50) },
      resource,
      run({ resourceArn: arn, tagKeys: keys }) {
        const tags = find(arn);
        for (const key of keys) tags.delete(key);
      },
    }),

    ListTagsForResource: operation({
      required: { resourceArn: IDENTIFIER },
      resource,
      run: ({ resourceArn: arn }) => ({ tags: Object.fromEntries(find(arn)) }),
    }),
  };
}
