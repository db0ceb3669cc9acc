import { type Operation, operation } from '../protocol/operation.js';
import { list, text as textShape } from '../protocol/shape.js';
import type { FunctionRecord } from './function-record.js';
import { type Functions, invalid } from './functions.js';
import { FUNCTION, TAGS } from './members.js';

const MOST_TAGS = 50;

/** The tags of functions: an ARN without a qualifier names one. */
export function tagOperations(functions: Functions): Record<string, Operation> {
  const find = (arn: string): FunctionRecord => {
    const reference = functions.reference(arn);
    if (!arn.startsWith('arn:') || reference.qualifier !== undefined) {
      throw invalid('Tags on function aliases and versions are not supported. Please specify just a function ARN.');
    }
    return functions.get(reference);
  };
  const resource = ({ Resource: arn }: { readonly Resource: string }): string => arn;

  return {
    TagResource: operation({
      required: { Resource: FUNCTION, Tags: TAGS },
      resource,
      run({ Resource: arn, Tags: given }) {
        const { tags } = find(arn);
        const all = new Map([...tags, ...Object.entries(given)]);
        if (all.size > MOST_TAGS) throw invalid(`A function has at most ${MOST_TAGS} tags.`);
        for (const [key, value] of all) tags.set(key, value);
      },
    }),

    UntagResource: operation({
      required: { Resource: FUNCTION, TagKeys: list(textShape(), 1) },
      resource,
      run({ Resource: arn, TagKeys: keys }) {
        const { tags } = find(arn);
        for (const key of keys) tags.delete(key);
      },
    }),

    ListTags: operation({
      required: { Resource: FUNCTION },
      resource,
      run: ({ Resource: arn }) => ({ Tags: Object.fromEntries(find(arn).tags) }),
    }),
  };
}
