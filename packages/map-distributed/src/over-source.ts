import type { MapState, States } from '@flowmap/asl/language';
import { atMost, LIMITS, numberField } from '@flowmap/asl/language';
import type { AslFragment, ChildStates, MapContext, SourceStates } from '@flowmap/asl';
import type { ForeachNode } from '@flowmap/graph';
import { concurrency } from './concurrency.js';
import { WORKER_SECONDS } from './express.js';
import type { Settings } from './options.js';
import { mapRunPolicies, resultPolicies } from './policies.js';
import { WRITER, writing } from './writing.js';

/**
 * Bytes of the items of a child at the most: what it is given in all, and what it hands to its task, are 262,144. Source: AWS Step
 * Functions developer guide, "Service quotas".
 */
export const MOST_BATCH_BYTES = 245_760;

/**
 * A distributed Map over a source: the service reads the items, puts them into batches and writes what the children answer into files,
 * since nobody knows how many there will be. Before it stands a state that looks what there is to read, and behind it a task that
 * counts how many items there were and how many ended well.
 */
export function overSource(foreach: ForeachNode, context: MapContext, set: Settings): AslFragment {
  const name = context.name();
  const probe = context.name('source');
  const source = context.sourceStates();
  const settling = context.settleSource(WRITER);
  const verify = source.verify && { name: context.name('unchanged'), state: source.verify };
  const behind = verify?.name ?? settling.start;
  const child = childStates(context, set);
  const { key: prefix, any } = context.prefix('_map');
  const state: MapState = {
    Type: 'Map',
    Label: set.label ?? context.label(),
    ItemReader: source.reader,
    ...items(context, source, set),
    ItemProcessor: {
      ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: set.children },
      StartAt: child.StartAt,
      States: child.States,
    },
    ...concurrency(context, `$b := ${set.batch}`, isBatched(context, set)),
    // A child fails where nothing of it ended well, so the service counts no item that did.
    ...context.tolerance(),
    ...writing(context.target, prefix),
    Catch: [
      {
        // A reader that finds nothing at all may fail, and then there was nothing to read.
        ErrorEquals: ['States.ItemReaderFailed'],
        Output: `{% ${source.isEmpty} ? $merge([$states.input, {'w': {'Key': ''}}]) : $error('${foreach.id}: ' & $states.errorOutput.Error & ': ' & $states.errorOutput.Cause) %}`,
        Next: behind,
      },
    ],
    Next: behind,
  };
  return {
    start: probe,
    states: {
      [probe]: { ...source.probe, Catch: [{ ...source.unreadable, Next: name }], Next: name },
      [name]: state,
      ...(verify && { [verify.name]: { ...verify.state, Next: settling.start } }),
      ...settling.states,
    },
    exits: [settling.exit],
    policies: [
      ...source.policies,
      ...child.policies,
      ...resultPolicies(context.target, any),
      ...settling.policies,
      ...mapRunPolicies(context.target),
    ],
  };
}

/** A worker that runs its items by itself, and a body that runs several in one child, get batches; any other one item. */
export function isBatched({ single }: Pick<MapContext, 'single'>, { batch }: Settings): boolean {
  return single !== undefined || batch > 1;
}

function items(
  context: MapContext,
  source: SourceStates,
  set: Settings,
): Pick<MapState, 'ItemSelector' | 'ItemBatcher'> {
  if (!isBatched(context, set)) return { ItemSelector: context.child({ kind: 'given', by: 'reader' }) };
  return {
    ItemSelector: source.item,
    ItemBatcher: {
      MaxItemsPerBatch: set.batch,
      MaxInputBytesPerBatch: set.batchBytes ?? MOST_BATCH_BYTES,
      BatchInput: source.batchInput,
    },
  };
}

/** One step: the worker runs the batch. Several steps: an inner inline Map over its items, or one item in each child. */
function childStates(context: MapContext, { batch, children }: Settings): ChildStates {
  const how = { failing: 'fails', answer: 'record' } as const;
  if (context.single) {
    return context.body('range', { ...how, ...(children === 'EXPRESS' ? { within: WORKER_SECONDS } : {}) });
  }
  if (batch === 1) return context.body('given', how);
  const name = context.name('batch');
  const body = context.body('given');
  const atOnce = context.concurrency('$states.input.BatchInput');
  const record = "{'run': $states.input.BatchInput.run, 'items': $count($states.input.Items), 'ok': $ok}";
  const states: States = {
    [name]: {
      Type: 'Map',
      Items: '{% $states.input.Items %}',
      ItemSelector: context.child({ kind: 'given', by: 'batch' }),
      ItemProcessor: { ProcessorConfig: { Mode: 'INLINE' }, StartAt: body.StartAt, States: body.States },
      ...(atOnce === undefined ? {} : { MaxConcurrency: numberField(atMost(atOnce, LIMITS.inlineConcurrency)) }),
      Output: `{% ( $ok := $sum($states.result); $ok > 0 ? ${record} : $error('all items of the batch failed') ) %}`,
      End: true,
    },
  };
  return { StartAt: name, States: states, policies: body.policies };
}
