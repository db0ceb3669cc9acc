import { join } from 'node:path';

/** Where what a run leaves beside its objects and facts is kept. */
export interface RunFolder {
  readonly folder: string;
  /** Its events, one JSON object a line: the journal that it goes on from. */
  readonly history: string;
  /** What it was started with. */
  readonly record: string;
  /** What its tasks logged, one JSON object a line. */
  readonly logs: string;
}

/** The folder of a run below the root of everything that runs leave. */
export function runFolder(root: string, deployment: string, run: string): RunFolder {
  const folder = join(root, 'runs', deployment, run);
  return {
    folder,
    history: join(folder, 'history.jsonl'),
    record: join(folder, 'run.json'),
    logs: join(folder, 'logs.jsonl'),
  };
}
