import { expect, test } from '@jest/globals';
import { readableStack } from '../../src/errors/stack.js';

test('an author’s frames stay, those of Node and flowmap go', () => {
  const stack = [
    'Error: no',
    '    at parse (/home/ada/flows/flights.ts:12:9)',
    '    at Array.map (<anonymous>)',
    '    at process.processTicksAndRejections (node:internal/process/task_queues:95:5)',
    '    at async Object.read (/home/ada/flows/node_modules/csv/index.js:3:1)',
    '    at async fromOutcomes (/home/ada/flows/node_modules/@flowmap/runtime/src/read/collection.ts:80:1)',
    '    at async callStep (/app/worker.js:1:1)',
    '    at async main (/app/worker.js:9:1)',
  ].join('\n');
  expect(readableStack(stack).split('\n')).toEqual([
    'Error: no',
    '    at parse (/home/ada/flows/flights.ts:12:9)',
    '    at Array.map (<anonymous>)',
    '    at async Object.read (/home/ada/flows/node_modules/csv/index.js:3:1)',
  ]);
});

test('a message of several lines stays whole', () => {
  expect(readableStack('Error: one\n  at two\nthree\n    at f (a.ts:1:1)')).toBe(
    'Error: one\n  at two\nthree\n    at f (a.ts:1:1)',
  );
});
