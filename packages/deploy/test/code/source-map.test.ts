import { expect, test } from '@jest/globals';
import { portableMap } from '../../src/code/source-map.js';

const portable = (sources: readonly string[]): readonly string[] =>
  (JSON.parse(portableMap(JSON.stringify({ version: 3, sources, mappings: 'AAAA' }))) as { sources: string[] }).sources;

test('sources are paths from the folder that has all of the author’s', () => {
  expect(portable(['file:///home/ada/p/flows/flights.ts', 'file:///home/ada/p/lib/read.ts'])).toEqual([
    'flows/flights.ts',
    'lib/read.ts',
  ]);
  expect(portable(['file:///home/ada/p/flights.ts'])).toEqual(['flights.ts']);
  expect(portable(['file:///home/ada/p/a/x.ts', 'file:///home/ada/p/ab/x.ts'])).toEqual(['a/x.ts', 'ab/x.ts']);
});

test('packages are named from node_modules, wherever that is', () => {
  const flow = 'file:///home/ada/p/flows/flights.ts';
  expect(portable([flow, 'file:///home/ada/p/node_modules/csv/i.js'])).toEqual(['flights.ts', 'node_modules/csv/i.js']);
  expect(portable([flow, 'file:///x/node_modules/a/node_modules/csv/i.js'])[1]).toBe('node_modules/csv/i.js');
});

test('what is no file stays, as does the rest', () => {
  expect(portable(['flow-cli'])).toEqual(['flow-cli']);
  expect(portable([])).toEqual([]);
  expect(JSON.parse(portableMap('{"version":3,"sources":[],"mappings":"AAAA"}'))).toMatchObject({ mappings: 'AAAA' });
});
