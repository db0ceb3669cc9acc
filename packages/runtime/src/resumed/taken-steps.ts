import type { Body, Reference, StepNode } from '@flowmap/graph';
import { depthOf, indexAtDepth, locate } from '@flowmap/graph';
import { chosen } from '../read/resolve.js';
import { stepRecord } from '../read/step-record.js';
import { earlierRecord } from '../reuse/earlier-record.js';
import { unlessGone } from '../reuse/earlier-run.js';
import type { RunScope } from '../run-scope.js';

/** Takes tasks of an earlier run before the state machine comes to them. */
export interface TakenSteps {
  /** Whether a step has ended in this run, or its output was taken now, and all before it that its inputs need. */
  takeStep(step: StepNode, index: string): Promise<boolean>;
  /** Takes the steps whose outputs some references at an index path mean, as far as they can be taken. */
  takeInputs(references: readonly Reference[], index: string): Promise<void>;
}

/** Steps that are remembered. */
const REMEMBERED = 1_000;

const known = new WeakMap<RunScope, TakenSteps>();

/**
 * What is taken is committed, so that the task itself, when its time comes, finds it: whoever went by it before was right to. A step
 * whose inputs are not there yet is not taken.
 */
export function takenSteps(scope: RunScope): TakenSteps {
  const before = known.get(scope);
  if (before) return before;
  const tried = new Map<string, Promise<boolean>>();
  const take = async (step: StepNode, index: string): Promise<boolean> => {
    if (await stepRecord(scope, step, index)) return true;
    await takeInputs(Object.values(step.in), index);
    const record = await earlierRecord(scope, step, index);
    if (record) await scope.artifacts.commit(record);
    return record !== undefined;
  };
  const takeStep = (step: StepNode, index: string): Promise<boolean> => {
    const address = scope.address(step.id, index);
    const trying = tried.get(address) ?? take(step, index);
    tried.set(address, trying);
    const oldest = tried.keys().next();
    if (tried.size > REMEMBERED && !oldest.done) tried.delete(oldest.value);
    return trying;
  };
  const takeOne = async (reference: Reference, index: string): Promise<void> => {
    if (!('node' in reference)) return;
    const { node } = locate(scope.index, reference.node);
    const at = indexAtDepth(index, depthOf(scope.index, reference.node));
    if (node.kind === 'step') await takeStep(node, at);
    if (node.kind !== 'choose') return;
    await takeOne(node.by, at);
    const body = await unlessGone<Body>(() => chosen(scope, node, at));
    if (body?.result) await takeOne(body.result, at);
  };
  const takeInputs = async (references: readonly Reference[], index: string): Promise<void> => {
    await Promise.all(references.map((reference) => takeOne(reference, index)));
  };
  const made = { takeStep, takeInputs };
  known.set(scope, made);
  return made;
}
