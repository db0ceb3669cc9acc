import { createHash } from 'node:crypto';
import type { Compute } from '@flowmap/asl';
import type { Json } from '@flowmap/graph';
import { canonical } from '../plan/differences.js';
import type { Entries } from './bundle-entries.js';
import type { FlowSource } from './flow-source.js';

/** All that decides what runs when a definition names some code. */
export interface CodeParts {
  readonly flow: FlowSource;
  /** The programs around it. */
  readonly entries: Entries;
  /** The computes that put it into the account: an alias names code and configuration. */
  readonly computes: readonly Pick<Compute, 'kind' | 'apiVersion' | 'options'>[];
  /** Version of this package, with which the defaults of our computes may change. */
  readonly version: string;
  /** What else decides it. */
  readonly configuration?: Json;
}

/**
 * Names code with its configuration: 16 hexadecimal digits, the same for equal parts, in whatever order properties and computes
 * stand. Whoever changes any of them gets another name, so what runs under the old one goes on as it was.
 */
export function codeHash({ flow, entries, computes, version, configuration = null }: CodeParts): string {
  const hash = createHash('sha256');
  const own = computes.map(({ kind, apiVersion, options }) => canonical({ kind, apiVersion, options })).sort();
  const parts = [
    flow.code,
    flow.map,
    entries.lambda,
    entries.container,
    entries.loader,
    version,
    JSON.stringify([...new Set(own)]),
    canonical(configuration),
  ];
  // Each with its length, so that no part can go on as the next one.
  for (const part of parts) hash.update(`${part.length}:`).update(part);
  return hash.digest('hex').slice(0, 16);
}
