import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { compareKeys } from '@flowmap/store';
import { DRAFT, OWN_FILE } from '../../buckets/object-file.js';

/** The keys of the files below a folder that begin so, in the order of their UTF-8 bytes. Only folders that can have some are read. */
export function keysBelow(folder: string, prefix: string): readonly string[] {
  const keys: string[] = [];
  collect(folder, prefix.slice(0, prefix.lastIndexOf('/') + 1), prefix, keys);
  return keys.sort(compareKeys);
}

function collect(folder: string, above: string, prefix: string, keys: string[]): void {
  const within = join(folder, above);
  if (above.split('/').includes('..') || !existsSync(within)) return;
  for (const entry of readdirSync(within, { withFileTypes: true })) {
    const { name } = entry;
    if (name.endsWith(DRAFT) || name === OWN_FILE) continue;
    const key = `${above}${name}`;
    if (entry.isDirectory()) {
      if (key.startsWith(prefix) && existsSync(join(within, name, OWN_FILE))) keys.push(key);
      if (`${key}/`.startsWith(prefix)) collect(folder, `${key}/`, prefix, keys);
    } else if (entry.isFile() && key.startsWith(prefix)) {
      keys.push(key);
    }
  }
}
