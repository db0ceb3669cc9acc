import type { MapStrategy } from '@flowmap/asl';
import type { TestFramework } from '../test-framework.js';
import type { Check } from './check.js';
import { subjectOf } from './check.js';
import { abortChecks } from './checks/abort.js';
import { concurrencyChecks } from './checks/concurrency.js';
import { definitionChecks } from './checks/definition.js';
import { forecastChecks } from './checks/forecast.js';
import { givenUpChecks } from './checks/given-up.js';
import { deepNestingChecks } from './checks/nesting-deep.js';
import { nestingChecks } from './checks/nesting.js';
import { recoveryChecks } from './checks/recovery.js';
import { resultChecks } from './checks/results.js';
import { stateDataChecks } from './checks/state-data.js';
import { toleranceChecks } from './checks/tolerance.js';
import { wideListChecks } from './checks/wide-lists.js';

/** What a suite over a strategy may be told. */
export interface MapStrategyOptions {
  /** What the suite calls it. Default its kind and options. */
  readonly name?: string;
  /**
   * The widest list that it is tried with. Default 10,000: a strategy may refuse 3,000 and 10,000 items by name, and does
   * 1,000. Less is for one that cannot do these.
   */
  readonly most?: number;
}

/**
 * The contract of all map strategies as tests: any number of items, order, nesting with every other strategy, tolerance to the
 * item, retries and handlers, attempts that were given up, an abort and going on, state data, addresses, rights, stable bytes,
 * forecasts. Each flow is compiled, validated, and its state machine run by the
 * engine with its tasks in this process, on a compute that answers and on one that does not. Failures are those of
 * `node:assert`, so that any test framework shows them.
 *
 * @example
 * import { describe, it } from 'node:test';
 * describeMapStrategy(shards({ size: 10 }), { describe, it });
 */
export function describeMapStrategy(
  strategy: MapStrategy,
  { describe, it }: TestFramework,
  { name = nameOf(strategy), most = 10_000 }: MapStrategyOptions = {},
): void {
  const subject = subjectOf(strategy, most);
  const group = (title: string, checks: readonly Check[]): void => {
    describe(title, () => {
      for (const check of checks) it(check.name, () => check.run());
    });
  };
  describe(`the map strategy ${name}`, () => {
    group('definition', definitionChecks(subject));
    group('results', resultChecks(subject));
    group('wide lists', wideListChecks(subject));
    group('recovery', recoveryChecks(subject));
    group('tolerance', toleranceChecks(subject));
    group('state data', stateDataChecks(subject));
    group('concurrency', concurrencyChecks(subject));
    group('nesting', nestingChecks(subject));
    group('nesting three deep', deepNestingChecks(subject));
    group('attempts given up', givenUpChecks(subject));
    group('abort', abortChecks(subject));
    group('forecast', forecastChecks(subject));
  });
}

function nameOf({ kind, options }: MapStrategy): string {
  const text = JSON.stringify(options);
  return text === '{}' ? kind : `${kind} ${text}`;
}
