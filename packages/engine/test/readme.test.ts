import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
const examples = new URL('readme/', import.meta.url);
const shown = [...readme.matchAll(/```(?:ts|json)\n([\s\S]*?)```/g)].map(([, code]) => code ?? '');

test.each(readdirSync(examples))('the README shows %s as it is tested', (name) => {
  const source = readFileSync(new URL(name, examples), 'utf8').replaceAll(
    /\.\.\/\.\.\/src\/(?:(.*)\/)?index\.js/g,
    (_, path?: string) => ['@flowmap/engine', path].filter(Boolean).join('/'),
  );
  expect(shown).toContain(source);
});

test('the first example has fifteen lines', () => {
  const [test = ''] = shown;
  expect(test.split('\n').filter((line) => line !== '')).toHaveLength(15);
});
