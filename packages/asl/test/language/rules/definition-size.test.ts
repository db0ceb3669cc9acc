import { describe, test } from '@jest/globals';
import { measureDefinition } from '../../../src/language/index.js';
import { definitionSize } from '../../../src/language/rules/definition-size.js';
import { expectProblems, expectValid, jsonPath } from './harness.js';

/** A definition of so many bytes. */
function ofBytes(bytes: number): Readonly<Record<string, unknown>> {
  const sized = (length: number) => ({ Comment: 'c'.repeat(length), ...jsonPath({ A: { Type: 'Pass', End: true } }) });
  return sized(bytes - measureDefinition(sized(0)).definitionBytes);
}

describe('definitionSize', () => {
  test('takes a definition whose request is at the limit, and refuses one byte more', () => {
    const { requestBytes } = measureDefinition(ofBytes(500_000));
    const largest = 500_000 + 1_048_576 - requestBytes;
    expectValid(definitionSize, ofBytes(largest));
    expectProblems(definitionSize, ofBytes(largest + 1), [
      '/: The request that carries the definition has 1048577 bytes of at most 1048576 (DEFINITION_TOO_LARGE)',
    ]);
  });

  test('names the definition where it is too large by itself', () => {
    expectProblems(definitionSize, ofBytes(1_048_577), [
      '/: The definition has 1048577 bytes of at most 1048576 (DEFINITION_TOO_LARGE)',
    ]);
  });
});
