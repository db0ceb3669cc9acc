import { describe, expect, test } from '@jest/globals';
import type { Json } from '@flowmap/asl/language';
import type { Child } from '../../src/writer/child-record.js';
import { StateResults } from '../../src/writer/state-results.js';

function succeeded(output: Json): Child {
  const run = { arn: 'a:b', started: 0, stopped: 0, redrives: 0, outcome: { status: 'SUCCEEDED', output } } as const;
  return { type: 'STANDARD', machineArn: 'm', input: null, run };
}

function gathered(quotas: boolean, outputs: readonly Json[]): Json | undefined {
  const results = new StateResults(undefined, quotas);
  outputs.forEach((output, i) => results.add(i, succeeded(output)));
  return results.result();
}

describe('results for the state', () => {
  test('stand in the order of the children, whenever they ended', () => {
    const results = new StateResults(undefined, true);
    for (const i of [2, 0, 3, 1]) results.add(i, succeeded(i));
    expect(results.result()).toEqual([0, 1, 2, 3]);
  });

  test('are dropped from the byte on with which they are too large', () => {
    // Two brackets, and each text with its quotes, the second with a comma.
    const text = 'x'.repeat(131_068);
    const fitting = [`${text}x`, text];
    expect(Buffer.byteLength(JSON.stringify(fitting))).toBe(262_144);
    expect(gathered(true, fitting)).toEqual(fitting);
    expect(gathered(true, [`${text}xx`, text])).toBeUndefined();
    expect(gathered(true, [`${text}xx`, text, 1])).toBeUndefined();
    expect(gathered(false, [`${text}xx`, text, 1])).toHaveLength(3);
  });
});
