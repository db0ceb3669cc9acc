import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { batch } from '@flowmap/compute-batch';
import { lambda } from '@flowmap/compute-lambda';
import { adaptive } from '@flowmap/map-adaptive';
import { distributed } from '@flowmap/map-distributed';
import { inline } from '@flowmap/map-inline';
import { dynamodbRunStates } from '@flowmap/metadata-dynamodb';
import { compile, type CompileOptions, type Compute, type MapStrategy } from '../../src/index.js';
import { validate, type StateMachine } from '../../src/language/index.js';
import { GRAPHS } from './graphs.js';

const STRATEGIES: { readonly [name: string]: MapStrategy } = {
  inline: inline(),
  distributed: distributed(),
  batched: distributed({ batch: 100 }),
  adaptive: adaptive([{ upTo: 1_000, use: inline() }, { use: distributed({ batch: 100 }) }]),
};
const COMPUTES: { readonly [name: string]: Compute } = { lambda: lambda(), batch: batch({ queue: 'jobs' }) };
/** It ships no types, and fills defaults into what it is given. */
const aslValidator = createRequire(import.meta.url)('asl-validator') as (
  definition: unknown,
  options: object,
) => { readonly errors: readonly unknown[] };
const FOLDER = join(import.meta.dirname, 'machines');

function options(strategy: MapStrategy, compute: Compute): CompileOptions {
  return {
    strategies: new Map(),
    fallback: strategy,
    computes: { default: compute },
    run: dynamodbRunStates(),
    target: {
      deployment: 'golden',
      partition: 'aws',
      region: 'us-east-1',
      account: '123456789012',
      machine: 'golden',
      table: 'flowmap',
      bucket: 'artifacts',
      code: '0123456789ab',
    },
  };
}

const cases = Object.keys(GRAPHS).flatMap((graph) =>
  Object.keys(STRATEGIES).flatMap((strategy) => Object.keys(COMPUTES).map((compute) => ({ graph, strategy, compute }))),
);

describe.each(cases)('$graph, $strategy, on $compute', ({ graph, strategy, compute }) => {
  const compiled = compile(GRAPHS[graph]!, options(STRATEGIES[strategy]!, COMPUTES[compute]!));

  it('is the machine that it was', () => {
    expect(compiled.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    const file = join(FOLDER, `${graph}.${strategy}.${compute}.json`);
    const text = `${JSON.stringify({ definition: compiled.definition, policies: compiled.policies }, null, 2)}\n`;
    if (process.env.UPDATE_GOLDEN === '1') {
      mkdirSync(FOLDER, { recursive: true });
      writeFileSync(file, text);
    }
    expect(existsSync(file)).toBe(true);
    expect(text).toBe(readFileSync(file, 'utf8'));
  });

  it('keeps the rules of the language', () => {
    expect(validate(compiled.definition)).toEqual([]);
    // A second opinion, from a validator that we did not write.
    const { errors } = aslValidator(structuredClone(compiled.definition), { checkArn: true, checkPaths: true });
    expect(errors).toEqual([]);
  });

  it('comes out the same again', () => {
    const again = compile(structuredClone(GRAPHS[graph]!), options(STRATEGIES[strategy]!, COMPUTES[compute]!));
    expect(JSON.stringify(again)).toBe(JSON.stringify(compiled));
  });

  it('names each state once in the whole machine', () => {
    const names = stateNames(compiled.definition!);
    expect(new Set(names).size).toBe(names.length);
    expect(names.every((name) => name.length <= 80)).toBe(true);
  });
});

function stateNames(block: Pick<StateMachine, 'States'>): readonly string[] {
  return Object.entries(block.States).flatMap(([name, state]) => [
    name,
    ...(state.Type === 'Map' && state.ItemProcessor ? stateNames(state.ItemProcessor) : []),
    ...(state.Type === 'Parallel' ? state.Branches.flatMap(stateNames) : []),
  ]);
}
