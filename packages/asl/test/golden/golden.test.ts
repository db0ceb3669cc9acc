import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type * as LanguageService from 'amazon-states-language-service';
import { compile } from '../../src/index.js';
import { validate, type StateMachine } from '../../src/language/index.js';
import { GRAPHS } from './graphs.js';
import { COMPUTES, options, STRATEGIES } from './strategies.js';

/** It ships no types, and fills defaults into what it is given. */
const aslValidator = createRequire(import.meta.url)('asl-validator') as (
  definition: unknown,
  options: object,
) => { readonly errors: readonly unknown[] };
/** Its module is CommonJS, whose names an import does not find. */
const { getLanguageService, TextDocument } = createRequire(import.meta.url)(
  'amazon-states-language-service',
) as typeof LanguageService;
const service = getLanguageService({});
const FOLDER = join(import.meta.dirname, 'machines');

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

  it('keeps the rules of the language', async () => {
    expect(validate(compiled.definition)).toEqual([]);
    // Two more opinions, from validators that we did not write; the latter is what AWS's editors use.
    const { errors } = aslValidator(structuredClone(compiled.definition), { checkArn: true, checkPaths: true });
    expect(errors).toEqual([]);
    const text = JSON.stringify(compiled.definition, null, 2);
    const document = TextDocument.create('file:///machine.asl.json', 'asl', 1, text);
    expect(await service.doValidation(document, service.parseJSONDocument(document))).toEqual([]);
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
