import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { keyMatchers } from '../../src/model/object-keys.js';

/** What EventBridge makes of a matcher of texts. */
function fits(matcher: unknown, key: string): boolean {
  if (typeof matcher === 'string') return matcher === key;
  const { prefix, suffix, wildcard } = matcher as { readonly [kind: string]: string | undefined };
  if (prefix !== undefined) return key.startsWith(prefix);
  if (suffix !== undefined) return key.endsWith(suffix);
  const parts = (wildcard ?? '').match(/\\.|[^\\]/gsu) ?? [];
  const source = parts.map((part) => (part === '*' ? '.*' : escaped(part.length === 2 ? part.slice(1) : part)));
  return new RegExp(`^${source.join('')}$`, 'su').test(key);
}

const escaped = (text: string): string => text.replaceAll(/[$()*+.?[\\\]^{|}/-]/gu, String.raw`\$&`);

const text = fc.string({ unit: fc.constantFrom('a', 'b', '*', '\\', '/', '.'), maxLength: 5 });

describe('the keys of objects that start a flow', () => {
  test('are exactly those that begin and end as wanted', () => {
    fc.assert(
      fc.property(text, text, fc.array(text, { minLength: 1, maxLength: 5 }), (prefix, suffix, middles) => {
        const joined = middles.flatMap((middle) => [middle, `${prefix}${middle}${suffix}`, `${prefix}${middle}`]);
        const overlaps = suffix.split('').map((_, shared) => `${prefix}${suffix.slice(shared)}`);
        const matchers = keyMatchers(prefix, suffix);
        for (const key of [...joined, ...overlaps]) {
          const isMatched = matchers === undefined || matchers.some((matcher) => fits(matcher, key));
          expect([key, isMatched]).toEqual([key, key.startsWith(prefix) && key.endsWith(suffix)]);
        }
      }),
    );
  });

  test('are one wildcard with a prefix and a suffix, beside those in which these overlap', () => {
    expect(keyMatchers('in/', '.csv')).toEqual([{ wildcard: 'in/*.csv' }]);
    expect(keyMatchers('in/', '/x.csv')).toEqual([{ wildcard: 'in/*/x.csv' }, 'in/x.csv']);
    expect(keyMatchers('a*', String.raw`\b`)).toEqual([{ wildcard: String.raw`a\**\\b` }]);
    expect(keyMatchers('in/')).toEqual([{ prefix: 'in/' }]);
    expect(keyMatchers(undefined, '.csv')).toEqual([{ suffix: '.csv' }]);
    expect(keyMatchers('', '')).toBeUndefined();
  });
});
