import { describe, expect, test } from '@jest/globals';
import { readdirSync } from 'node:fs';
import { RULES_BY_NAME } from '../../../src/language/rules/index.js';

const kebab = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

describe('the list of rules', () => {
  test('has every rule that has a file, and each rule has a test', () => {
    const rules = Object.keys(RULES_BY_NAME).map(kebab).sort();
    const parts = ['comparison.ts', 'error-equals.ts', 'index.ts', 'number-field.ts'];
    const sources = readdirSync(new URL('../../../src/language/rules', import.meta.url));
    expect(sources.filter((file) => !parts.includes(file)).sort()).toEqual(rules.map((rule) => `${rule}.ts`));
    const tests = readdirSync(new URL('.', import.meta.url));
    expect(tests).toEqual(expect.arrayContaining(rules.map((rule) => `${rule}.test.ts`)));
  });
});
