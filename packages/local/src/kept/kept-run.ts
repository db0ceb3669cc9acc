import { createHash } from 'node:crypto';
import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { StateMachine } from '@flowmap/asl/language';
import { FlowError, type JsonObject } from '@flowmap/graph';

/** What a run was started with, as far as it takes to go on with it: `run.json`. */
export interface KeptRun {
  readonly v: 1;
  readonly deployment: string;
  readonly run: string;
  /** The state machine: the hash of its definition without the name of the code. */
  readonly definition: string;
  /** The hash of the bundle that it was started with, or went on with last. */
  readonly code: string;
  readonly params: JsonObject;
}

/** The hash of a definition, the same with any code: its text names the code in several places. */
export function definitionHash(definition: StateMachine, code: string): string {
  return createHash('sha256').update(JSON.stringify(definition).replaceAll(code, '')).digest('hex');
}

/** Writes what a run is started with, whole or not at all, so that it survives a power cut. Throws `JOURNAL_NOT_WRITTEN`. */
export async function keepRun(file: string, kept: KeptRun): Promise<void> {
  const next = `${file}.next`;
  try {
    await mkdir(dirname(file), { recursive: true });
    const handle = await open(next, 'w');
    try {
      await handle.writeFile(`${JSON.stringify(kept)}\n`);
      await handle.datasync();
    } finally {
      await handle.close();
    }
    await rename(next, file);
  } catch (cause) {
    throw new FlowError('JOURNAL_NOT_WRITTEN', `cannot write ${file}: ${(cause as Error).message}`, {
      cause,
      hint: 'Free some space or choose another folder.',
    });
  }
}

/**
 * Reads what a run was started with; undefined where no run of that name was. Throws `JOURNAL_NOT_READ`, and
 * `JOURNAL_DAMAGED` for a file that has something else in it.
 */
export async function readKeptRun(file: string): Promise<KeptRun | undefined> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    if (code === 'ENOENT') return undefined;
    throw new FlowError('JOURNAL_NOT_READ', `cannot read ${file}: ${message}`, { cause });
  }
  const kept = parse(text);
  if (kept !== undefined) return kept;
  throw new FlowError('JOURNAL_DAMAGED', `${file} is damaged: it does not say what its run was started with`, {
    hint: 'Nothing was changed. Bring the file back as it was, or start another run.',
  });
}

function parse(text: string): KeptRun | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const { v, definition, code, params } = value as Readonly<Record<string, unknown>>;
  const isKept =
    v === 1 &&
    typeof definition === 'string' &&
    typeof code === 'string' &&
    typeof params === 'object' &&
    params !== null;
  return isKept ? (value as KeptRun) : undefined;
}
