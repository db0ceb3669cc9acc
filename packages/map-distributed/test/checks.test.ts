import { expect, test } from '@jest/globals';
import { flow } from '@flowmap/flow';
import { distributed, type Results } from '@flowmap/map-distributed';
import { diagnosticsOf } from '@flowmap/testing';

/** What is said of a foreach in this way to go on. */
function said(results: string): readonly string[] {
  const program = flow({ name: 'f' }, ({ step, foreach }) => {
    const start = step('start', () => [1]);
    // What no type lets through still comes from JavaScript.
    const strategy = distributed({ results: results as Results });
    foreach('each', { items: start.out, strategy }, (n, s) => s.step('x', { in: { n } }, ({ in: { n: k } }) => k));
  });
  return diagnosticsOf(program).map(({ code, at, message, hint }) => `${code} ${at}: ${message}. ${hint}`);
}

test.each(['none', 'manifest', 'first-file'])('results may be %s', (results) => {
  expect(said(results)).toEqual([]);
});

test('another way to go on is refused', () => {
  expect(said('file')).toEqual(["FLOW3205 each: results is 'file'. It can be 'none', 'manifest', 'first-file'."]);
});
