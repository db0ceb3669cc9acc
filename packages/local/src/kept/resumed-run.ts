import { FlowError, type JsonObject, RESUME_FIELD, type Resumption } from '@flowmap/graph';
import { readKeptRun } from './kept-run.js';
import { runFolder } from './run-folder.js';

/**
 * The parameters that a run of this folder was started with: those of a new run that takes its finished tasks. Throws `RUN_NOT_FOUND`,
 * and what is wrong with the folder.
 */
export async function paramsOfRun(root: string, deployment: string, run: string): Promise<JsonObject> {
  const folder = runFolder(root, deployment, run);
  const kept = await readKeptRun(folder.record);
  if (kept === undefined) {
    throw new FlowError('RUN_NOT_FOUND', `there is no run ${run} of ${deployment} to take finished tasks from`, {
      hint: `Look for its folder, ${folder.folder}.`,
    });
  }
  const { [RESUME_FIELD]: _, ...params } = kept.params;
  return params;
}

/** The input of the execution of a run that resumes another one: the parameters, and beside them which run that is. */
export function resumingInput(params: JsonObject, { run, from }: Resumption): JsonObject {
  return { ...params, [RESUME_FIELD]: { run, ...(from !== undefined && { from }) } };
}
