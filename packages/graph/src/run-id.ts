const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const TIME_CHARACTERS = 10;
const RANDOM_CHARACTERS = 16;

/**
 * A run id of 26 characters that sorts by time: 48 bits of milliseconds, then 80 random bits, in Crockford's base 32 (no I, L,
 * O, U). It is a legal execution name and a legal file name everywhere.
 */
export function createRunId(now: number, random: (bytes: number) => Uint8Array): string {
  let time = '';
  for (let rest = now, i = 0; i < TIME_CHARACTERS; i += 1, rest = Math.floor(rest / 32)) {
    time = (ALPHABET[rest % 32] ?? '') + time;
  }
  // Each byte gives five bits: 256 is a multiple of 32, so every character is equally likely.
  const tail = [...random(RANDOM_CHARACTERS)].map((byte) => ALPHABET[byte % 32] ?? '');
  return time + tail.join('');
}

/** What is wrong with a run id that a user chose; undefined where nothing is. It becomes the name of an execution. */
export function runIdProblem(id: string): string | undefined {
  if (id === '') return 'it is empty';
  if (id.length > 80) return `it has ${id.length} characters, at most 80 are possible`;
  const illegal = /[^A-Za-z0-9_-]/u.exec(id);
  return illegal ? `it contains ${JSON.stringify(illegal[0])}; letters, digits, - and _ are possible` : undefined;
}
