import { LIMITS, type Json, type MapState } from '@flowmap/asl/language';
import { withRecovery } from '../attempts.js';
import { dataLimitExceeded } from '../failure.js';
import { emit } from '../history.js';
import type { Compiler } from '../machine/compiler.js';
import { checkExpress } from '../machine/fields.js';
import type { Node } from '../machine/node.js';
import { isTooLarge } from '../quotas.js';
import { notNegative } from '../data/expected.js';
import type { Value } from '../data/data-flow.js';
import { enter, leave, type Visit } from '../visit.js';
import { mapDistributed } from './map-distributed.js';
import { mapInline } from './map-inline.js';
import type { Iteration, MapMode, Tolerance } from './map-mode.js';

/** Map: its states for each item, in the execution itself or in executions of their own. */
export function mapNode(name: string, state: MapState, compiler: Compiler): Node {
  const flow = compiler.flow(name, state);
  const recovery = compiler.recovery(flow, state);
  const itemsOf = flow.value('Items');
  const selector =
    state.ItemSelector === undefined
      ? flow.template('Parameters', state.Parameters)
      : flow.template('ItemSelector', state.ItemSelector);
  const width = flow.value('MaxConcurrency');
  const count = flow.value('ToleratedFailureCount');
  const percentage = flow.value('ToleratedFailurePercentage');
  const mode = modeOf(name, state, compiler);

  const atLeastZero = async (visit: Visit, value: Value | undefined): Promise<number | undefined> =>
    value && (await flow.valueOf(visit, value, notNegative(value.field.replace(/Path$/, ''))));

  async function iterationOf(visit: Visit): Promise<Iteration> {
    const items =
      itemsOf === undefined
        ? await inputItems(visit)
        : await flow.valueOf<readonly Json[]>(visit, itemsOf, { type: 'array' });
    visit.inspect('afterItemsPath', items);
    return { items, selector, maxConcurrency: (await atLeastZero(visit, width)) ?? 0 };
  }

  async function toleranceOf(visit: Visit): Promise<Tolerance> {
    return {
      count: await atLeastZero(visit, count),
      percentage:
        percentage === undefined
          ? undefined
          : await flow.valueOf<number>(visit, percentage, {
              type: 'number',
              fault: (value) =>
                value >= 0 && value <= 100 ? undefined : `ToleratedFailurePercentage must be between 0 and 100.`,
            }),
    };
  }

  return {
    name,
    kind: 'Map',
    async run(thread, input) {
      const visit = await enter(thread, name, 'Map', input, flow);
      return await withRecovery(visit, recovery, async () => {
        const iteration = await iterationOf(visit);
        await emit(thread, 'MapStateStarted', { length: iteration.items.length });
        const tolerance = await toleranceOf(visit);
        inspectLimits(visit, iteration, tolerance);
        const result = visit.trial?.result() ?? (await mode.run(visit, iteration, tolerance));
        if (thread.execution.environment.quotas && isTooLarge(result)) throw dataLimitExceeded(name);
        visit.result = result;
        visit.inspect('result', result);
        const { previous } = thread;
        await emit(thread, 'MapStateSucceeded');
        return await leave(visit, flow.ending, result, previous);
      });
    },
  };
}

function inspectLimits(visit: Visit, { maxConcurrency }: Iteration, { count, percentage }: Tolerance): void {
  visit.inspect('maxConcurrency', maxConcurrency);
  if (count !== undefined) visit.inspect('toleratedFailureCount', count);
  if (percentage !== undefined) visit.inspect('toleratedFailurePercentage', percentage);
}

async function inputItems(visit: Visit): Promise<readonly Json[]> {
  const { effective } = visit;
  if (Array.isArray(effective)) return effective as readonly Json[];
  throw await visit.evaluationFailure(`Map state input must be an array but was: ${JSON.stringify(effective)}`);
}

function modeOf(name: string, state: MapState, compiler: Compiler): MapMode {
  const processor = state.ItemProcessor ?? state.Iterator;
  if (processor === undefined) {
    compiler.report({
      code: 'SCHEMA_VALIDATION_FAILED',
      message: 'A Map state needs an ItemProcessor',
      state: name,
      field: 'ItemProcessor',
    });
    return mapInline(name, { start: '', nodes: new Map() });
  }
  const block = compiler.block(name, processor);
  const { Mode, ExecutionType } = processor.ProcessorConfig ?? {};
  if (Mode !== 'DISTRIBUTED') {
    if (state.Label !== undefined) {
      compiler.report({
        code: 'SCHEMA_VALIDATION_FAILED',
        message: 'Only a DISTRIBUTED Map has a Label',
        state: name,
        field: 'Label',
      });
    }
    return mapInline(name, block);
  }
  if (ExecutionType === undefined) {
    compiler.report({
      code: 'SCHEMA_VALIDATION_FAILED',
      message: 'A DISTRIBUTED Map needs an ExecutionType',
      state: name,
      field: 'ItemProcessor/ProcessorConfig/ExecutionType',
    });
  }
  if (ExecutionType === 'EXPRESS') checkExpress(processor.States, (problem) => compiler.report(problem));
  if (state.Label !== undefined && (state.Label === '' || state.Label.length > LIMITS.label)) {
    compiler.report({
      code: 'SCHEMA_VALIDATION_FAILED',
      message: `A Label has 1 to ${LIMITS.label} characters`,
      state: name,
      field: 'Label',
    });
  }
  return mapDistributed(block, state.Label, ExecutionType ?? 'STANDARD');
}
