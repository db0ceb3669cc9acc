import { describe, expect, test } from '@jest/globals';
import type { HistoryEvent, Outcome } from '../../src/index.js';
import { type Case, hasOracle, type Recorded, recordedCases } from './cases.js';
import { EXCLUDED } from './excluded.js';
import { chains, chainsRecorded, ordered, orderedRecorded } from './history.js';
import { isRecorded } from './matching.js';
import { replay } from './replay.js';

/** Sentences of the service itself, not of a function or another service. */
const OWN = /^(an error occurred while|the state\/task|field )/i;

if (!hasOracle) {
  test.skip('The recordings of the service are not on this machine (../shared/oracle): their replay is skipped', () =>
    undefined);
} else {
  const cases = recordedCases();

  describe('executions recorded from the service', () => {
    test('there are some', () => expect(cases.length).toBeGreaterThan(390));

    test('what is left out is recorded', () => {
      const names = new Set(cases.map(({ name }) => name));
      expect(Object.keys(EXCLUDED).filter((name) => !names.has(name))).toEqual([]);
    });

    for (const recorded of cases.filter(({ name }) => EXCLUDED[name] === undefined)) {
      test(recorded.name, async () => {
        const { outcome, history } = await replay(recorded);
        expectEnding(outcome, recorded);
        expectHistory(history, recorded);
      });
    }
  });
}

function expectEnding(outcome: Outcome, recorded: Case): void {
  const { expect: ending, wildcards } = recorded;
  expect(outcome).toMatchObject({ status: ending.status });
  if (wildcards.includes('nondeterministic-function')) return;
  const words = wildcards.includes('literal:date|timestamp');
  if (outcome.status === 'SUCCEEDED') {
    if (!isRecorded(outcome.output, ending.output ?? null, words)) expect(outcome.output).toEqual(ending.output);
    return;
  }
  expect(outcome.error).toBe(ending.error);
  const { cause } = ending;
  if (cause === undefined || wildcards.includes('lambda-cause') || !OWN.test(cause)) return;
  if (!isRecorded(outcome.cause, cause, words)) expect(outcome.cause).toBe(cause);
}

function expectHistory(history: readonly HistoryEvent[], { history: recorded, historyOrder }: Case): void {
  if (historyOrder === 'total') expect(ordered(history)).toEqual(orderedRecorded(recorded));
  if (historyOrder === 'concurrent') expect(chains(history)).toEqual(chainsRecorded(recorded));
  if (historyOrder === 'ids-erased') expectTypes(history, recorded);
}

/** Without ids, events of one type may have been merged into one; the last id tells how many there were. */
function expectTypes(history: readonly HistoryEvent[], recorded: readonly Recorded[]): void {
  expect(history.map(({ type }) => type)).toEqual(expect.arrayContaining(recorded.map(({ type }) => type)));
  expect(history.length).toBe(recorded.at(-1)?.id);
}
