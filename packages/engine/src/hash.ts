import { createHash } from 'node:crypto';

/** Node's names of the algorithms that `$hash` and `States.Hash` take. Source: developer guide, "Intrinsic functions". */
const ALGORITHMS: Readonly<Record<string, string>> = {
  MD5: 'md5',
  'SHA-1': 'sha1',
  'SHA-256': 'sha256',
  'SHA-384': 'sha384',
  'SHA-512': 'sha512',
};

/** The algorithms, as the service names them. */
export const HASH_ALGORITHMS: readonly string[] = Object.keys(ALGORITHMS);

/** The hash of a text in UTF-8, as hexadecimal digits; undefined where the algorithm is none of the service's. */
export function hashOf(text: string, algorithm: unknown): string | undefined {
  const name =
    typeof algorithm === 'string' && Object.hasOwn(ALGORITHMS, algorithm) ? ALGORITHMS[algorithm] : undefined;
  return name === undefined ? undefined : createHash(name).update(text, 'utf8').digest('hex');
}
