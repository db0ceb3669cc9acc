import { describe, expect, test } from '@jest/globals';
import { check } from '../../src/index.js';
import { type Case, casesOf, hasOracle } from './cases.js';
import { EXCLUDED } from './excluded.js';
import { isRecorded } from './matching.js';
import { replay } from './replay.js';

const RECORDED = /^(an error occurred|the state\/task)/i;

/** Machines of the language that the engine has so far. */
function isJsonataAlone({ definition }: Case): boolean {
  return definition.QueryLanguage === 'JSONata' || !isMissing(definition.States);
}

/** Whether one of the states, at any depth, leaves the language to the machine. */
function isMissing(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if ('Type' in value && !('QueryLanguage' in value && value.QueryLanguage === 'JSONata')) return true;
  return Object.values(value).some(isMissing);
}

if (!hasOracle) {
  test.skip('The recordings of the service are not on this machine (../shared/oracle): their replay is skipped', () =>
    undefined);
} else {
  const cases = ['asl-cases.jsonl', 'asl-cases-services.jsonl'].flatMap(casesOf).filter(isJsonataAlone);

  describe('executions recorded from the service', () => {
    test('there are some', () => expect(cases.length).toBeGreaterThan(50));

    for (const recorded of cases) {
      const reason = EXCLUDED[recorded.name];
      if (reason !== undefined) {
        test(`${recorded.name} is refused by name`, () => {
          expect(check(recorded.definition).map(({ message }) => message)).toEqual([expect.stringContaining(reason)]);
        });
        continue;
      }
      test(recorded.name, async () => {
        const { outcome, history } = await replay(recorded);
        const { status, output, error, cause } = recorded.expect;
        expect(outcome.status).toBe(status);
        if (outcome.status === 'SUCCEEDED') {
          const words = recorded.wildcards.includes('literal:date|timestamp');
          if (!isRecorded(outcome.output, output ?? null, words)) expect(outcome.output).toEqual(output);
        } else {
          expect(outcome.error).toBe(error);
          if (cause !== undefined && RECORDED.test(cause) && !cause.includes('<')) expect(outcome.cause).toBe(cause);
        }
        if (recorded.historyOrder === 'ids-erased') {
          // Events of one type may have been merged into one; the last id tells how many there were.
          expect(history.map(({ type }) => type)).toEqual(
            expect.arrayContaining(recorded.history.map(({ type }) => type)),
          );
          expect(history.length).toBe(recorded.history.at(-1)?.id);
          return;
        }
        expect(history.map(({ id, previousEventId, type }) => `${id} ${previousEventId} ${type}`)).toEqual(
          recorded.history.map(({ id, prev, type }) => `${id} ${prev} ${type}`),
        );
      });
    }
  });
}
