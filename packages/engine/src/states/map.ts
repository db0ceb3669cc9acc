import type { ItemProcessor, Json, MapState } from '@flowmap/asl/language';
import { withRecovery } from '../attempts.js';
import { dataLimitExceeded } from '../failure.js';
import { PORT_FUNCTIONS } from '../expression/functions.js';
import { emit, recordedNext } from '../history.js';
import type { Compiler } from '../machine/compiler.js';
import type { Node } from '../machine/node.js';
import { isTooLarge } from '../quotas.js';
import { notNegative } from '../data/expected.js';
import type { Expected } from '../data/data-flow.js';
import { enter, leave, type Visit } from '../visit.js';
import { type Distribution, mapDistributed } from './map-distributed.js';
import { mapInline } from './map-inline.js';
import { itemBatcher } from './map-batcher.js';
import { type MapItems, stateItems } from './map-items.js';
import { inspectItems, inspectLimits } from './map-inspection.js';
import type { Iteration, MapMode } from './map-mode.js';
import { itemReader } from './map-reader.js';
import { toleranceOf } from './map-tolerance.js';
import { resultWriter } from './map-writer.js';

/** Map: its states for each item, in the execution itself or in executions of their own. */
export function mapNode(name: string, state: MapState, compiler: Compiler): Node {
  const flow = compiler.flow(name, state);
  const recovery = compiler.recovery(flow, state);
  const isDistributed = processorOf(state).ProcessorConfig?.Mode === 'DISTRIBUTED';
  const refuse = (field: string): void =>
    compiler.report({ code: 'NOT_IMPLEMENTED', message: `The field ${field} is not implemented`, state: name, field });
  const reader = itemReader(flow, state, refuse);
  // Beside an ItemReader it has no effect.
  const itemsOf = reader === undefined ? flow.value('Items') : undefined;
  // The older name of the ItemSelector.
  const [place, part] =
    state.ItemSelector === undefined ? ['Parameters', state.Parameters] : ['ItemSelector', state.ItemSelector];
  const selector = flow.template(place, part);
  const width = flow.value('MaxConcurrency');
  const tolerated = toleranceOf(flow);
  const batcher = itemBatcher(flow, state);
  const writer = resultWriter(flow, state, refuse);
  const mode = modeOf(name, state, compiler, { batcher, writer });

  // Items that chance or the clock had a part in would be others after a restart.
  const areKept = PORT_FUNCTIONS.test(JSON.stringify(state.Items ?? null));

  async function itemsFor(visit: Visit): Promise<MapItems> {
    const before = recordedNext(visit.thread)?.kept as { readonly items: Json } | undefined;
    if (before !== undefined) return stateItems(before.items);
    if (reader !== undefined) return await reader(visit);
    // Only a distributed map takes an object.
    const expected: Expected<Json> = { type: 'array', ...(isDistributed ? { or: 'object' } : {}) };
    const data =
      itemsOf === undefined ? await inputItems(visit, isDistributed) : await flow.valueOf(visit, itemsOf, expected);
    visit.inspect('afterItemsPath', data);
    return stateItems(data);
  }

  async function iterationOf(visit: Visit): Promise<Iteration> {
    const items = await itemsFor(visit);
    const limit = width === undefined ? 0 : await flow.valueOf(visit, width, notNegative('MaxConcurrency'));
    return { items, selector, maxConcurrency: limit };
  }

  return {
    name,
    kind: 'Map',
    async run(thread, input) {
      const visit = await enter(thread, name, 'Map', input, flow);
      return await withRecovery(visit, recovery, async () => {
        const iteration = await iterationOf(visit);
        const { length, data = null } = iteration.items;
        await emit(thread, 'MapStateStarted', { length }, undefined, areKept ? { items: data } : undefined);
        const tolerance = await tolerated(visit);
        inspectLimits(visit, iteration, tolerance);
        if (visit.trial !== undefined) await inspectItems(visit, state, iteration, batcher);
        const result = visit.trial?.result() ?? (await mode.run(visit, iteration, tolerance));
        if (thread.execution.environment.quotas && isTooLarge(result)) throw dataLimitExceeded(name);
        visit.result = result;
        visit.inspect('result', result);
        const { previous } = thread;
        await emit(thread, 'MapStateSucceeded', undefined, isDistributed ? thread.last : previous);
        return await leave(visit, flow.ending, result, previous);
      });
    },
  };
}

async function inputItems(visit: Visit, isDistributed: boolean): Promise<Json> {
  const { effective } = visit;
  if (Array.isArray(effective) || (isDistributed && typeof effective === 'object' && effective !== null))
    return effective;
  throw await visit.evaluationFailure(`Map state input must be an array but was: ${JSON.stringify(effective)}`);
}

function modeOf(
  name: string,
  state: MapState,
  compiler: Compiler,
  around: Pick<Distribution, 'batcher' | 'writer'>,
): MapMode {
  const processor = processorOf(state);
  const block = compiler.block(processor);
  const { Mode, ExecutionType: type = 'STANDARD' } = processor.ProcessorConfig ?? {};
  if (Mode !== 'DISTRIBUTED') return mapInline(name, block);
  return mapDistributed(block, { label: state.Label, type, ...around });
}

/** What a Map runs. The rules of the language see to it that there is one. */
function processorOf({ ItemProcessor: processor, Iterator: older }: MapState): ItemProcessor {
  return (processor ?? older) as ItemProcessor;
}
