import { describe, expect, it } from '@jest/globals';
import { createRunId, runIdProblem } from '../src/run-id.js';

const zeros = (bytes: number): Uint8Array => new Uint8Array(bytes);

describe('createRunId', () => {
  it('sorts by time', () => {
    const times = [0, 1, 31, 32, 1_700_000_000_000, 1_700_000_000_001, 2 ** 48 - 1];
    const ids = times.map((time) => createRunId(time, zeros));
    expect([...ids].sort()).toEqual(ids);
    expect(new Set(ids).size).toBe(times.length);
  });

  it('is a legal run id of 26 characters', () => {
    const id = createRunId(1_700_000_000_000, (bytes) => new Uint8Array(bytes).fill(255));
    expect(id).toBe('01HF7YAT00ZZZZZZZZZZZZZZZZ');
    expect(runIdProblem(id)).toBeUndefined();
  });
});

describe('runIdProblem', () => {
  it.each([
    ['', 'it is empty'],
    ['a b', 'it contains " "'],
    ['a/b', 'it contains "/"'],
    ['..', 'it contains "."'],
    ['ü', 'it contains "ü"'],
    ['x'.repeat(81), 'it has 81 characters'],
  ])('refuses %j', (id, problem) => {
    expect(runIdProblem(id)).toContain(problem);
  });

  it('accepts letters, digits, - and _', () => {
    expect(runIdProblem('Nightly_2024-01-31')).toBeUndefined();
  });
});
