import { describe, test } from '@jest/globals';
import { mapLabels } from '../../../src/language/rules/map-labels.js';
import { distributedMap, expectProblems, expectValid, jsonPath } from './harness.js';

const label = (Label: unknown) => jsonPath({ A: distributedMap({ Label }) });
const length = '/States/A/Label: A Label must have 1 to 40 characters (INVALID_LABEL_NAME)';

describe('mapLabels', () => {
  test.each(['l', 'n'.repeat(40), 'per_chunk-1.2', 'größe', '(a)/b=c+d@e!'])('takes %s', (Label) => {
    expectValid(mapLabels, label(Label));
  });

  test.each(['', 'n'.repeat(41), 7, null])('refuses %j', (Label) => expectProblems(mapLabels, label(Label), [length]));

  const forbidden = ' \t\n\r?*<>{}[]:;,\\|^~$#%&"`';
  test.each([...Array.from(forbidden), '\u0000', '\u001f', '\u007f', '\u0080', '\u009f', '\u00a0', '\u2028'])(
    'refuses %j',
    (character) => {
      expectProblems(mapLabels, label(`label_${character}`), [
        `/States/A/Label: A Label must not contain ${JSON.stringify(character)} (INVALID_LABEL_NAME)`,
      ]);
    },
  );

  test('refuses a Label that a Map somewhere else has', () => {
    const inner = jsonPath({ B: distributedMap({ Label: 'l' }) });
    const definition = jsonPath({ A: distributedMap({ Label: 'l', ItemProcessor: inner }) });
    expectProblems(mapLabels, definition, [
      `/States/A/ItemProcessor/States/B/Label: There is more than one Label 'l' (DUPLICATE_LABEL_NAME)`,
    ]);
  });
});
