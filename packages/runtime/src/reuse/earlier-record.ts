import type { Fact, Facts, Publication, StepNode } from '@flowmap/graph';
import type { StoredValue, TaskRecord } from '@flowmap/store';
import { resolveInputs } from '../task/inputs.js';
import { keyIn } from '../task/facts.js';
import { stepRecord } from '../read/step-record.js';
import type { RunScope } from '../run-scope.js';
import { earlierRun, isThere, unlessGone } from './earlier-run.js';
import { isEqualIn } from './equal-later.js';
import { digestOfTask } from './inputs-digest.js';
import { packedRecord } from './packed-record.js';

/**
 * The record of a step's task in the run that this one resumes, as a record of this run, where the step's code would be given the same
 * now. What a catch handler gave is not taken: the step failed. With `now`, milliseconds since the epoch, what ranges left is looked at
 * too, which does not say when an item ran.
 */
export async function earlierRecord(
  scope: RunScope,
  step: StepNode,
  index: string,
  now?: number,
): Promise<TaskRecord | undefined> {
  const before = scope.looked ? undefined : await earlierRun(scope, step.id);
  if (!before) return undefined;
  return unlessGone(async () => {
    const record = await stepRecord(before, step, index);
    const old = record ?? (now === undefined ? undefined : await packedRecord(before, step, index, now));
    if (old?.inputs === undefined) return undefined;
    const [inputs, params] = await Promise.all([resolveInputs(scope, step.in, index), scope.params()]);
    const { digest, later } = await digestOfTask(scope, step, index, { inputs, params });
    if (old.inputs !== digest) return undefined;
    for (const reference of later) {
      if (!(await isEqualIn({ now: scope, before }, reference, index))) return undefined;
    }
    if (!(await isThere(scope, old.value))) return undefined;
    const { facts: _, ...rest } = old;
    const facts = await factsOfStored(scope, step, old.value);
    return {
      ...rest,
      address: scope.address(step.id, index),
      reused: old.reused ?? before.run,
      ...(facts && { facts }),
    };
  });
}

/** Found anew: the flow as it is now may count another list under the same name. */
async function factsOfStored(scope: RunScope, { id }: StepNode, value: StoredValue): Promise<Facts | undefined> {
  const publications = scope.publications.by.get(id) ?? [];
  if (publications.length === 0) return undefined;
  const entries = publications.map(async (one) => [one.fact, await factIn(scope, id, value, one)] as const);
  return Object.fromEntries(await Promise.all(entries));
}

async function factIn(
  { artifacts }: RunScope,
  id: string,
  value: StoredValue,
  { fact, kind, path }: Publication,
): Promise<Fact> {
  const place = [id, ...path].join('.');
  if (kind === 'count') return (await artifacts.list(value, path, place)).count;
  return keyIn(await artifacts.load(value, path), fact, place);
}
