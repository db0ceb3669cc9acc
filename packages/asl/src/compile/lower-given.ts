import type { ForeachNode } from '@flowmap/graph';
import { S3_BUSY, type Expression, type TaskState } from '../language/index.js';
import type { PolicyStatement } from '../plugin/index.js';
import { closing } from './ending.js';
import { literal } from './expression.js';
import { type Block, type Lowering, type Scope, caught, join, stateName } from './lowering.js';

/** Where a child finds what an ItemBatcher gave it, as `SourceStates.item` and `batchInput` make it. */
export const BATCHED = {
  run: '$states.input.BatchInput.run',
  i: '$states.input.BatchInput.i',
  from: '$states.input.Items[0].i',
  to: '($states.input.Items[-1].i + 1)',
  given: "{'items': $states.input.Items, 'e': $states.input.BatchInput.e}",
} as const;

/**
 * Puts in front of a body the state that stores its item of a source: what a task of the body finds by its index path. The
 * ItemSelector brought it as `v`, and the ETag of its file as `e`.
 */
export function storeItem(lowering: Lowering, scope: Scope, node: ForeachNode, body: Block): Block {
  const live = lowering.facts.get(node.id)?.inside ?? new Set();
  return storing(lowering, scope, node, {
    place: '$states.input.i',
    given: "{'items': [$states.input.v], 'e': $states.input.e}",
    end: closing({ next: body.start, live }, { rewrite: true }),
    next: body,
  });
}

/** The same for a batch in front of the task that runs it, where the task's compute cannot take items along. */
export function storeBatch(lowering: Lowering, scope: Scope, node: ForeachNode, range: Block): Block {
  const { run, i, from, to, given } = BATCHED;
  const field = (expression: Expression): string => `{% ${expression} %}`;
  const path = scope.depth === 1 ? '' : `${i} & '.' & `;
  return storing(lowering, scope, node, {
    run,
    place: `${path}${from} & '-' & (${to} - 1)`,
    given,
    end: { Output: { run: field(run), i: field(i), from: field(from), to: field(to) }, Next: range.start },
    next: range,
  });
}

function storing(
  lowering: Lowering,
  scope: Scope,
  { id }: ForeachNode,
  {
    run = '$states.input.run',
    place,
    given,
    end,
    next,
  }: {
    readonly run?: Expression;
    readonly place: Expression;
    readonly given: Expression;
    readonly end: Pick<TaskState, 'Next' | 'End' | 'Output'>;
    readonly next: Block;
  },
): Block {
  const { deployment, bucket, partition, key } = lowering.options.target;
  const name = stateName(lowering, scope, id, 'given');
  const folder = `${literal(`${deployment}/`)} & ${run} & ${literal(`/_items/${id}/`)}`;
  const state: TaskState = {
    Type: 'Task',
    Resource: `arn:${partition}:states:::aws-sdk:s3:putObject`,
    Arguments: { Bucket: bucket, Key: `{% ${folder} & ${place} & '.given' %}`, Body: `{% ${given} %}` },
    Retry: [S3_BUSY],
    ...caught(scope),
    ...end,
  };
  const policies: readonly PolicyStatement[] = [
    { Action: ['s3:PutObject'], Resource: [`arn:${partition}:s3:::${bucket}/${deployment}/*`] },
    ...(key === undefined ? [] : [{ Action: ['kms:GenerateDataKey'], Resource: [key] }]),
  ];
  return join({ start: name, states: { [name]: state }, policies }, next);
}
