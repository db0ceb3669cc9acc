import type { SecretReference } from '@flowmap/graph';

/** How long a value is used that was fetched, in milliseconds: a secret that is changed is taken up within this time. */
const KEEP = 5 * 60 * 1000;

/**
 * Fetches each secret once in five minutes, however many tasks ask: a warm function runs many of them, and the services count
 * requests. What fails is not kept.
 */
export function keptSecrets(
  fetchSecret: (reference: SecretReference) => Promise<string>,
  now: () => number,
): (reference: SecretReference) => Promise<string> {
  const kept = new Map<string, { readonly value: Promise<string>; readonly until: number }>();
  return (reference) => {
    const name = JSON.stringify([reference.from, reference.name, reference.from === 'ssm' ? null : reference.key]);
    const known = kept.get(name);
    if (known && known.until > now()) return known.value;
    const entry = { value: fetchSecret(reference), until: now() + KEEP };
    kept.set(name, entry);
    entry.value.catch(() => {
      if (kept.get(name) === entry) kept.delete(name);
    });
    return entry.value;
  };
}
