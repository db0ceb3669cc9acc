import { LIMITS, type Json, type MapState } from '@flowmap/asl/language';
import { withRecovery } from '../attempts.js';
import { dataLimitExceeded } from '../failure.js';
import { emit } from '../history.js';
import type { Compiler } from '../machine/compiler.js';
import { checkExpress } from '../machine/fields.js';
import type { Node } from '../machine/node.js';
import { isTooLarge } from '../quotas.js';
import { integerWithin, valueOf } from '../values.js';
import { enter, leave, type Visit } from '../visit.js';
import { mapDistributed } from './map-distributed.js';
import { mapInline } from './map-inline.js';
import type { Iteration, MapMode, Tolerance } from './map-mode.js';

/** Map: its states for each item, in the execution itself or in executions of their own. */
export function mapNode(name: string, state: MapState, compiler: Compiler): Node {
  const ending = compiler.ending(name, state);
  const recovery = compiler.recovery(name, state);
  const itemsOf = compiler.template(name, 'Items', state.Items);
  const selector = compiler.template(name, 'ItemSelector', state.ItemSelector);
  const width = compiler.template(name, 'MaxConcurrency', state.MaxConcurrency);
  const count = compiler.template(name, 'ToleratedFailureCount', state.ToleratedFailureCount);
  const percentage = compiler.template(name, 'ToleratedFailurePercentage', state.ToleratedFailurePercentage);
  const mode = modeOf(name, state, compiler);

  async function iterationOf(visit: Visit): Promise<Iteration> {
    const items =
      itemsOf === undefined
        ? await inputItems(visit)
        : await valueOf<readonly Json[]>(visit, 'Items', itemsOf, { type: 'array' });
    const least = integerWithin('MaxConcurrency', 0, Number.MAX_SAFE_INTEGER);
    const maxConcurrency = width === undefined ? 0 : await valueOf(visit, 'MaxConcurrency', width, least);
    return { items, selector, maxConcurrency };
  }

  async function toleranceOf(visit: Visit): Promise<Tolerance> {
    const whole = integerWithin('ToleratedFailureCount', 0, Number.MAX_SAFE_INTEGER);
    return {
      count: count === undefined ? undefined : await valueOf(visit, 'ToleratedFailureCount', count, whole),
      percentage:
        percentage === undefined
          ? undefined
          : await valueOf<number>(visit, 'ToleratedFailurePercentage', percentage, {
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
      const visit = await enter(thread, name, 'Map', input);
      return await withRecovery(visit, recovery, async () => {
        const iteration = await iterationOf(visit);
        await emit(thread, 'MapStateStarted', { length: iteration.items.length });
        const tolerance = await toleranceOf(visit);
        const result = await mode.run(visit, iteration, tolerance);
        if (thread.execution.environment.quotas && isTooLarge(result)) throw dataLimitExceeded(name);
        visit.result = result;
        const { previous } = thread;
        await emit(thread, 'MapStateSucceeded');
        return await leave(visit, ending, result, previous);
      });
    },
  };
}

async function inputItems(visit: Visit): Promise<readonly Json[]> {
  const { input } = visit;
  if (Array.isArray(input)) return input as readonly Json[];
  throw await visit.evaluationFailure(`Map state input must be an array but was: ${JSON.stringify(input)}`);
}

function modeOf(name: string, state: MapState, compiler: Compiler): MapMode {
  const processor = state.ItemProcessor;
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
