import { deepStrictEqual, ok, strictEqual } from 'node:assert/strict';
import { validate } from '@flowmap/asl/language';
import { check } from '@flowmap/engine';
import { inline } from '@flowmap/map-inline';
import { inMemory } from '../../run/in-memory.js';
import { missingRights } from '../../rights/missing-rights.js';
import type { Check, Subject } from '../check.js';
import { onEach } from '../check.js';
import { nested, wide } from '../flows.js';

/** What can be said of the states without running them. */
export function definitionChecks({ strategy, shapes, concurrency }: Subject): readonly Check[] {
  const severalSteps = shapes.includes('several steps');
  const flows = () => [
    wide(strategy, 'one step'),
    wide(strategy, severalSteps ? 'several steps' : 'one step', {
      tolerate: { percentage: 5 },
      ...(concurrency ? { concurrency: 10 } : {}),
    }),
    nested(severalSteps ? strategy : inline(), strategy, 'the item'),
  ];
  return [
    {
      name: 'its JSON face is kept by JSON',
      async run() {
        strictEqual(strategy.apiVersion, 1);
        ok(
          /^[a-z0-9-]+(\/[a-z0-9-]+)?$/.test(strategy.kind),
          `the kind '${strategy.kind}' is no name, and no vendor/name`,
        );
        deepStrictEqual(JSON.parse(JSON.stringify(strategy.options)), strategy.options);
      },
    },
    ...onEach('the same flow gives the same bytes', async (computes) => {
      const bytes = (): readonly string[] =>
        flows().map((flow) => JSON.stringify(inMemory(flow, { computes }).compiled));
      deepStrictEqual(bytes(), bytes());
    }),
    ...onEach('its states keep the rules of the language', async (computes) => {
      for (const flow of flows()) {
        const { definition } = inMemory(flow, { computes }).compiled;
        deepStrictEqual(validate(definition), []);
        deepStrictEqual(check(definition), []);
      }
    }),
    ...onEach('there is a right for everything that its states use', async (computes) => {
      for (const flow of flows()) {
        const { compiled, target } = inMemory(flow, { computes });
        deepStrictEqual(missingRights(compiled.definition, compiled.policies, target), []);
      }
    }),
    ...onEach('and for the key of a bucket that is encrypted with one', async (computes) => {
      const key = 'arn:aws:kms:eu-central-1:123456789012:key/0a1b';
      for (const flow of flows()) {
        const { compiled, target } = inMemory(flow, { computes, target: { key } });
        deepStrictEqual(missingRights(compiled.definition, compiled.policies, target), []);
      }
    }),
    ...onEach('it names no other partition of AWS than that of its target', async (computes) => {
      for (const partition of ['aws-cn', 'aws-us-gov']) {
        for (const flow of flows()) {
          const text = JSON.stringify(inMemory(flow, { computes, target: { partition } }).compiled);
          deepStrictEqual(new Set(text.match(/\barn:[\w-]+/g)), new Set([`arn:${partition}`]));
        }
      }
    }),
    ...onEach('it asks for no right over everything', async (computes) => {
      for (const flow of flows()) {
        const actions = inMemory(flow, { computes }).compiled.policies.flatMap((policy) => policy.Action);
        deepStrictEqual(
          actions.filter((action) => action.includes('*')),
          [],
        );
      }
    }),
  ];
}
