import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { StateMachine } from '@flowmap/asl/language';
import { FlowError } from '@flowmap/graph';
import { writeWhole } from './records.js';

/** The texts of definitions by their hash: a running execution keeps its own while its state machine changes. */
export interface Definitions {
  /** Keeps a definition and gives its hash. */
  put(text: string): Promise<string>;
  get(hash: string): Promise<string>;
  /** The same value each time, so that the engine compiles it once. */
  parsed(hash: string): Promise<StateMachine>;
}

/** Opens the definitions of a folder. What was used once stays in memory. */
export function openDefinitions(folder: string): Definitions {
  const known = new Map<string, string>();
  const values = new Map<string, StateMachine>();
  const fileOf = (hash: string): string => join(folder, `${hash}.json`);
  const get = async (hash: string): Promise<string> => {
    const kept = known.get(hash);
    if (kept !== undefined) return kept;
    try {
      const text = await readFile(fileOf(hash), 'utf8');
      known.set(hash, text);
      return text;
    } catch (cause) {
      throw new FlowError('RECORDS_BROKEN', `cannot read the definition ${fileOf(hash)}`, { cause });
    }
  };
  return {
    get,
    async put(text) {
      const hash = createHash('sha256').update(text).digest('hex');
      if (known.has(hash)) return hash;
      await writeWhole(fileOf(hash), text);
      known.set(hash, text);
      return hash;
    },
    async parsed(hash) {
      const text = await get(hash);
      const value = values.get(hash) ?? (JSON.parse(text) as StateMachine);
      values.set(hash, value);
      return value;
    },
  };
}
