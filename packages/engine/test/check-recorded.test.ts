import { describe, expect, test } from '@jest/globals';
import { existsSync, readFileSync } from 'node:fs';
import type { StateMachine } from '@flowmap/asl/language';
import { check } from '../src/index.js';

/** Definitions that AWS and others took or refused, one JSON object a line; kept beside the repository. */
const RECORDED = new URL('../../../../shared/oracle/', import.meta.url);

interface Line {
  readonly file: string;
  readonly definition: StateMachine | null;
  readonly stateMachineType?: 'STANDARD' | 'EXPRESS';
  readonly diagnostics?: readonly { readonly code: string; readonly message: string; readonly location?: string }[];
}

function lines(name: string): Line[] {
  const text = readFileSync(new URL(name, RECORDED), 'utf8');
  return text
    .trimEnd()
    .split('\n')
    .map((line): Line => JSON.parse(line));
}

const problemsOf = ({ definition, stateMachineType }: Line) => check(definition as StateMachine, stateMachineType);

if (!existsSync(RECORDED)) {
  process.stderr.write('engine: the recorded definitions are SKIPPED: ../shared/oracle is not here\n');
  test.skip('the recorded definitions: ../shared/oracle is not here', () => undefined);
} else {
  describe('check', () => {
    test('takes every definition that AWS took', () => {
      const taken = lines('valid.jsonl').filter(({ file }) => file.startsWith('aws-'));
      expect(taken.length).toBeGreaterThan(100);
      const refused = taken
        .map((line) => [line.file, problemsOf(line)])
        .filter(([, problems]) => problems?.length !== 0);
      expect(refused).toEqual([]);
    });

    test('refuses every definition that AWS refused', () => {
      const refused = lines('invalid.jsonl').filter(({ file }) => file.startsWith('aws-'));
      expect(refused.length).toBeGreaterThan(5);
      expect(refused.filter((line) => problemsOf(line).length === 0).map(({ file }) => file)).toEqual([]);
    });

    test('says what is wrong as AWS says it', () => {
      const told = lines('validate-api.jsonl').filter(({ definition }) => definition !== null);
      expect(told.length).toBeGreaterThan(5);
      for (const line of told) {
        const problems = line.diagnostics?.map(({ code, message, location }) => ({ code, message, location }));
        expect([line.file, problemsOf(line)]).toEqual([line.file, problems]);
      }
    });
  });
}
