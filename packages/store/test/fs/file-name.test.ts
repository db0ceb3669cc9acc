import { describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import { objectPath, readName } from '../../src/fs/file-name.js';

// Hundreds of cases each, on a machine that may be busy.
jest.setTimeout(30_000);

/** Folds names as the file systems of macOS and Windows may. */
const folded = (path: readonly string[]): string => path.join('/').normalize('NFD').toUpperCase().toLowerCase();

const part = fc
  .oneof(
    fc.string({ minLength: 1, unit: fc.constantFrom(...Array.from('aAbBéÉſßK.~+=%- _*:"<>|?\\0\u{1f600}\ufb01')) }),
    fc.string({ minLength: 1, unit: 'binary', maxLength: 400 }),
    fc.constantFrom('con', 'CON', 'aux.txt', 'LPT1', 'nul.', 'COM1.x', '.tmp', 'a.', 'a+', 'a='),
  )
  .filter((text) => !/[/\0]|^\.\.?$|\p{Surrogate}/u.test(text));
const key = fc.array(part, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('/'));

/** The key that a path stands for. */
function keyOf(path: readonly string[]): string {
  return path
    .map((name) => {
      const entry = readName(name);
      if (!entry) throw new Error(`${name} is read as none of ours`);
      return entry.kind === 'folder' ? `${entry.text}/` : entry.text;
    })
    .join('');
}

describe('the name of a file', () => {
  it('keeps usual keys readable', () => {
    expect(objectPath('flight-delays/01jd/perChunk/0-99')).toEqual(['flight-delays+', '01jd+', 'perChunk~8+', '0-99']);
  });

  it('is read back as the key', () => {
    fc.assert(fc.property(key, (text) => keyOf(objectPath(text)) === text));
  });

  it('is fit for every file system', () => {
    fc.assert(
      fc.property(key, (text) =>
        objectPath(text).every(
          (name) =>
            /^[A-Za-z0-9_%~-][A-Za-z0-9_.%~-]*[+=]?$/.test(name) &&
            name.length <= 255 &&
            !/^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i.test(name) &&
            !name.endsWith('.'),
        ),
      ),
    );
  });

  it('differs for different keys where case and composition do not count', () => {
    const letters = fc.string({ minLength: 1, unit: fc.constantFrom(...Array.from('aAbBéÉſsSkK~%3')) });
    fc.assert(
      fc.property(letters, letters, (a, b) => a === b || folded(objectPath(a)) !== folded(objectPath(b))),
      { numRuns: 1000 },
    );
    fc.assert(fc.property(key, key, (a, b) => a === b || folded(objectPath(a)) !== folded(objectPath(b))));
  });

  it('is never that of an object and a folder at once', () => {
    fc.assert(
      fc.property(
        key,
        part,
        (text, more) => objectPath(text).at(-1) !== objectPath(`${text}/${more}`)[objectPath(text).length - 1],
      ),
    );
  });

  it.each(['.DS_Store', 'Thumbs.db', 'a~', 'a~0', '%61', 'A', 'a b', 'desktop.ini~', '%zz', '%c3', 'con'])(
    'is none of ours: %s',
    (name) => expect(readName(name)).toBeUndefined(),
  );
});
