import type { Computes, MapStrategy } from '@flowmap/asl';
import type { TestFramework } from '../test-framework.js';
import type { Check } from './check.js';
import { COMPUTES, nameOfCompute, subjectOf } from './check.js';
import { abortChecks } from './checks/abort.js';
import { concurrencyChecks } from './checks/concurrency.js';
import { definitionChecks } from './checks/definition.js';
import { forecastChecks } from './checks/forecast.js';
import { givenUpChecks } from './checks/given-up.js';
import { deepNestingChecks } from './checks/nesting-deep.js';
import { nestingChecks } from './checks/nesting.js';
import { recoveryChecks } from './checks/recovery.js';
import { resumedChecks } from './checks/resumed.js';
import { resultChecks } from './checks/results.js';
import { settingsChecks } from './checks/settings.js';
import { stateDataChecks } from './checks/state-data.js';
import { toleranceChecks } from './checks/tolerance.js';
import { wideListChecks } from './checks/wide-lists.js';
import type { Shape } from './flows.js';

/** What a suite over a strategy may be told. */
export interface MapStrategyOptions {
  /** What the suite calls it. Default its kind and options. */
  readonly name?: string;
  /**
   * The widest list that it is tried with. Default 10,000: a strategy may refuse 3,000 and 10,000 items by name, and does
   * 1,000. Less is for one that cannot do these.
   */
  readonly most?: number;
  /** The bodies that it is for, where it is not for any. */
  readonly shapes?: readonly Shape[];
  /** What its steps run on, where it is not for any compute. Checks where the compute makes no difference use the first. */
  readonly computes?: readonly Computes[];
  /** Whether it takes a foreach with `concurrency`. Default true. */
  readonly concurrency?: boolean;
}

/**
 * The contract of all map strategies as tests: any number of items, order, nesting with every other strategy, tolerance to the
 * item, retries and handlers, attempts that were given up, an abort and going on, state data, addresses, rights, stable bytes,
 * forecasts. Each flow is compiled, validated, and its state machine run by the
 * engine with its tasks in this process, on a compute that answers and on one that does not. Failures are those of
 * `node:assert`, so that any test framework shows them. What a strategy is not for is left out; its `check` has to refuse it.
 *
 * @example
 * import { describe, it } from 'node:test';
 * describeMapStrategy(shards({ size: 10 }), { describe, it });
 */
export function describeMapStrategy(
  strategy: MapStrategy,
  { describe, it }: TestFramework,
  {
    name = nameOf(strategy),
    most = 10_000,
    shapes = SHAPES,
    computes = COMPUTES,
    concurrency = true,
  }: MapStrategyOptions = {},
): void {
  const subject = subjectOf({ strategy, most, shapes, concurrency });
  const group = (title: string, checks: readonly Check[]): void => {
    describe(title, () => {
      for (const check of checks) {
        for (const on of check.onEach ? computes : computes.slice(0, 1)) {
          it(check.onEach ? `${check.name}, on ${nameOfCompute(on)}` : check.name, () => check.run(on));
        }
      }
    });
  };
  describe(`the map strategy ${name}`, () => {
    group('definition', definitionChecks(subject));
    group('results', resultChecks(subject));
    group('wide lists', wideListChecks(subject));
    group('recovery', recoveryChecks(subject));
    group('tolerance', toleranceChecks(subject));
    group('resumed runs', resumedChecks(subject));
    group('state data', stateDataChecks(subject));
    if (concurrency) group('concurrency', concurrencyChecks(subject));
    if (concurrency) group('settings', settingsChecks(subject));
    group('nesting', nestingChecks(subject));
    group('nesting three deep', deepNestingChecks(subject));
    group('attempts given up', givenUpChecks(subject));
    group('abort', abortChecks(subject));
    group('forecast', forecastChecks(subject));
  });
}

/** Bodies of foreachs that are tried. */
const SHAPES: readonly Shape[] = ['one step', 'several steps'];

function nameOf({ kind, options }: MapStrategy): string {
  const text = JSON.stringify(options);
  return text === '{}' ? kind : `${kind} ${text}`;
}
