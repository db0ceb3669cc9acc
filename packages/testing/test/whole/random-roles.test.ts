import { expect, jest, test } from '@jest/globals';
import * as fc from 'fast-check';
import type { PolicyStatement } from '@flowmap/asl';
import { batch } from '@flowmap/compute-batch';
import { lambda } from '@flowmap/compute-lambda';
import { machineRole, missingRights as missingFrom } from '@flowmap/deploy';
import { flow, s3 } from '@flowmap/flow';
import { adaptive } from '@flowmap/map-adaptive';
import { distributed } from '@flowmap/map-distributed';
import { inline } from '@flowmap/map-inline';
import { inMemory, missingRights, type InMemoryOptions } from '@flowmap/testing';
import { plans } from './random/arbitrary.js';
import { build } from './random/build.js';

jest.setTimeout(300_000);

const KEY = 'arn:aws:kms:eu-central-1:123456789012:key/0a1b';
const STRATEGIES = [
  inline(),
  distributed({ batch: 2 }),
  distributed({ results: 'manifest' }),
  distributed({ results: 'first-file' }),
  adaptive([{ upTo: 1, use: inline() }, { use: distributed() }]),
];
const RUNS = 50;

/** Actions to which IAM gives no resource. Source: AWS Service Authorization Reference, read November 2026. */
const WITHOUT_RESOURCE = [
  'batch:DescribeJobs',
  'batch:TerminateJob',
  'logs:CreateLogDelivery',
  'logs:DeleteLogDelivery',
  'logs:DescribeLogGroups',
  'logs:DescribeResourcePolicies',
  'logs:GetLogDelivery',
  'logs:ListLogDeliveries',
  'logs:PutResourcePolicy',
  'logs:UpdateLogDelivery',
  'xray:GetSamplingRules',
  'xray:GetSamplingTargets',
  'xray:PutTelemetryRecords',
  'xray:PutTraceSegments',
];

const places: fc.Arbitrary<NonNullable<InMemoryOptions['target']>> = fc.record(
  { key: fc.constant(KEY), partition: fc.constantFrom('aws', 'aws-cn') },
  { requiredKeys: [] },
);

/** What is wrong with the role that a flow gets: rights that are missing, rights that are too wide. */
function faultsOf({ compiled, target }: ReturnType<typeof inMemory>, more: object): readonly string[] {
  const { PolicyDocument: policy } = machineRole(target, { policies: compiled.policies, ...more });
  const statements = policy.Statement as readonly PolicyStatement[];
  const wide = statements.flatMap(({ Action: actions, Resource: resources }) => [
    ...actions.filter((action) => action.includes('*')),
    ...resources.flatMap((resource) => {
      if (resource === '*') return actions.filter((action) => !WITHOUT_RESOURCE.includes(action));
      // Whatever is after it, the service, the account and the beginning of the name are given.
      return /^arn:[\w-]+:[\w-]+:[^*?:]*:[^*?:]*:[^*?]/u.test(resource) ? [] : [resource];
    }),
  ]);
  const missing = missingFrom(compiled.policies, [policy]).map(({ action, resource }) => `${action} on ${resource}`);
  return [...wide, ...missing, ...missingRights(compiled.definition, statements, target)];
}

test('the role of a random flow has every right that its states need, and none that is too wide', () => {
  fc.assert(
    fc.property(
      plans(),
      fc.constantFrom(...STRATEGIES),
      fc.boolean(),
      places,
      fc.record({ logged: fc.boolean(), traced: fc.boolean() }),
      (plan, fallback, onBatch, target, more) => {
        const jobs = batch({ queue: 'jobs' });
        const computes = { default: onBatch ? jobs : lambda(), batch: jobs };
        expect(faultsOf(inMemory(build(plan, STRATEGIES), { fallback, computes, target }), more)).toEqual([]);
      },
    ),
    { numRuns: Number(process.env['FLOWMAP_RANDOM_FLOWS'] ?? RUNS) },
  );
});

test('so has that of a flow over what is in S3, encrypted or not', () => {
  const items = fc.constantFrom(
    s3.list({ bucket: 'raw', prefix: 'in/' }),
    s3.jsonl<number>({ bucket: 'raw', key: 'a' }),
    s3.csv({ bucket: 'raw', key: 'a', columns: { k: 'number' } }),
    s3.inventory({ bucket: 'raw', key: 'manifest.json' }),
  );
  fc.assert(
    fc.property(
      items,
      fc.boolean(),
      fc.boolean(),
      fc.boolean(),
      places,
      (source, several, inBatches, onBatch, target) => {
        const strategy = distributed(inBatches ? { batch: 3 } : {});
        const built = flow({ name: 'sources' }, ({ foreach }) =>
          foreach('each', { items: source as ReturnType<typeof s3.list>, strategy }, (item, s) => {
            const first = s.step('first', { in: { item } }, ({ in: given }) => given.item);
            return several ? s.step('last', { in: { first: first.out } }, ({ in: given }) => given.first) : first;
          }),
        );
        const computes = { default: onBatch ? batch({ queue: 'jobs' }) : lambda() };
        expect(faultsOf(inMemory(built, { computes, target }), {})).toEqual([]);
      },
    ),
  );
});
