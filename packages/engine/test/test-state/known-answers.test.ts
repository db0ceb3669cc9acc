import { expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { SERVICES } from '../../src/test-state/shapes/services.js';

test('the guide names every answer that is known, and no other', () => {
  const page = readFileSync(new URL('../../../../docs/guide/test-state.md', import.meta.url), 'utf8');
  const rows = [...page.matchAll(/^\| (`.*?) +\| (`.*?) +\|$/gm)].flatMap(([, services = '', operations = '']) =>
    wordsIn(services).map((service): [string, string[]] => [
      service,
      wordsIn(operations).filter((word) => !word.startsWith('.')),
    ]),
  );
  const known = Object.entries(SERVICES).map(([name, operations]): [string, string[]] => [
    name,
    Object.keys(operations),
  ]);
  expect(Object.fromEntries(rows)).toEqual(Object.fromEntries(known));
});

function wordsIn(cell: string): string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map(([, word = '']) => word);
}
