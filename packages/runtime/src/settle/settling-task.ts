import type { Answer, ForeachNode, Invocation, Json } from '@flowmap/graph';
import { FlowError } from '@flowmap/graph';
import type { TaskPorts } from '../ports.js';
import { countOf } from '../read/count.js';
import { factsAddress } from '../resumed/facts-address.js';
import { startedOf } from '../resumed/started.js';
import type { RunScope } from '../run-scope.js';
import { publish } from '../task/publish.js';
import { corrupt } from './manifest.js';
import { recordsOf } from './records.js';

/**
 * The small task that settles a foreach whose children's answers are in files: how many of its items failed, which are all that no child
 * says ended well. Where the answer of a task is lost, it is the fact `failed` at `<deployment>/<run>/_settled/<foreach>/<index path>`.
 */
export async function runSettling(
  scope: RunScope,
  foreach: ForeachNode,
  { i: index, manifest = '' }: Invocation,
  ports: TaskPorts,
): Promise<Answer> {
  if (manifest === '') throw new FlowError('BAD_INVOCATION', `${foreach.id} is settled, and no manifest is named`);
  let ended = 0;
  for await (const record of recordsOf(scope.objects, manifest, 'well')) {
    ports.signal.throwIfAborted();
    if (record.ended === 'well') ended += okOf(record.output, manifest);
  }
  const started = scope.machine && (await startedOf(scope, foreach.id, index));
  const failed = (started?.count ?? (await countOf(scope, foreach.id, index))) - ended;
  if (ports.answersLost) {
    await publish(factsAddress(scope, `_settled/${foreach.id}`, index), scope.run, { failed }, ports);
  }
  return { failed };
}

/** The number of its items that ended well, in what a child answers. */
function okOf(answer: Json, manifest: string): number {
  const { ok } = (typeof answer === 'object' && answer !== null ? answer : {}) as { readonly ok?: Json };
  if (typeof ok === 'number') return ok;
  throw corrupt(
    manifest,
    `a child does not say how many of its items ended well: ${JSON.stringify(answer).slice(0, 100)}`,
  );
}
