import { describe, expect, it } from '@jest/globals';
import { compile } from '../../src/index.js';
import { validate } from '../../src/language/index.js';
import { GRAPHS } from './graphs.js';
import { COMPUTES, options, STRATEGIES } from './strategies.js';

/** Each partition, a region of it, and a key there. */
const PARTITIONS = [
  { partition: 'aws', region: 'eu-central-1' },
  { partition: 'aws-cn', region: 'cn-north-1' },
  { partition: 'aws-us-gov', region: 'us-gov-west-1' },
].map((place) => ({ ...place, key: `arn:${place.partition}:kms:${place.region}:123456789012:key/0a1b` }));

const cases = PARTITIONS.flatMap((target) =>
  Object.keys(STRATEGIES).flatMap((strategy) =>
    Object.keys(COMPUTES).map((compute) => ({ target, strategy, compute })),
  ),
);

describe.each(cases)('in $target.partition, $strategy on $compute', ({ target, strategy, compute }) => {
  it.each(Object.keys(GRAPHS))('%s names no other partition and no other region', (graph) => {
    const compiled = compile(GRAPHS[graph]!, options(STRATEGIES[strategy]!, COMPUTES[compute]!, target));
    expect(compiled.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(validate(compiled.definition)).toEqual([]);
    const arns = JSON.stringify(compiled).match(/\barn:[^"]*/g) ?? [];
    expect(arns.length).toBeGreaterThan(0);
    for (const arn of arns) {
      const [, partition, , region = ''] = arn.split(':');
      expect(partition).toBe(target.partition);
      expect(['', target.region]).toContain(region);
    }
  });
});
