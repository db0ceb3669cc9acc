import { describe, test } from '@jest/globals';
import { jsonataStates } from '../../../src/language/rules/jsonata-states.js';
import { expectProblems, expectValid, jsonata, mapState, task } from './harness.js';

const result = '{% $states.result.x %}';
const error = '{% $states.errorOutput.Error %}';
const notHere = (location: string, name: string) =>
  `${location}: '$states.${name}' is not available here (UNSUPPORTED_JSONATA_EXPRESSION)`;

describe('jsonataStates', () => {
  test('takes the result after a task and the error in a catcher', () => {
    const Catch = [{ ErrorEquals: ['States.ALL'], Next: 'A', Output: error, Assign: { e: error } }];
    expectValid(jsonataStates, jsonata({ A: task({ Output: { r: result }, Assign: { r: result }, Catch }) }));
    expectValid(jsonataStates, jsonata({ A: mapState({ Output: result }) }));
    expectValid(jsonataStates, jsonata({ A: task({ Arguments: '{% $states.input.result %}' }) }));
  });

  test('refuses the result before there is one', () => {
    const Choices = [{ Condition: result, Next: 'B' }];
    const states = {
      A: { Type: 'Choice', Choices },
      B: task({ Arguments: { r: result } }),
      C: mapState({ Items: result, ItemSelector: { r: result } }),
      D: { Type: 'Pass', Output: result, End: true },
    };
    expectProblems(jsonataStates, jsonata(states), [
      notHere('/States/A/Choices[0]/Condition', 'result'),
      notHere('/States/B/Arguments/r', 'result'),
      notHere('/States/C/Items', 'result'),
      notHere('/States/C/ItemSelector/r', 'result'),
      notHere('/States/D/Output', 'result'),
    ]);
  });

  test('refuses each in the place of the other', () => {
    expectProblems(jsonataStates, jsonata({ A: task({ Output: error, Catch: [{ Output: result }] }) }), [
      notHere('/States/A/Output', 'errorOutput'),
      notHere('/States/A/Catch[0]/Output', 'result'),
    ]);
  });

  test('does not read strings, patterns and comments', () => {
    const Arguments = [
      `{% 'see $states.result' & "\\"$states.result" %}`,
      '{% /* $states.result */ 1 %}',
      '{% $replace($x, /"$states.result/i, "") %}',
    ];
    expectValid(jsonataStates, jsonata({ A: task({ Arguments }) }));
    expectProblems(jsonataStates, jsonata({ A: task({ Arguments: `{% 'a' & $states . result & "b" %}` }) }), [
      notHere('/States/A/Arguments', 'result'),
    ]);
  });
});
