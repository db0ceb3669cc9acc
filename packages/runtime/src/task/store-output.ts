import type { Artifacts, StoredValue } from '@flowmap/store';
import { isListSourceError } from '@flowmap/store';

/** Stores what a step returned. A list may be read only now: what its source throws is the step's own error. */
export async function storeOutput(
  artifacts: Artifacts,
  value: unknown,
  options: Parameters<Artifacts['store']>[1],
): Promise<StoredValue> {
  try {
    return await artifacts.store(value, options);
  } catch (problem) {
    if (isListSourceError(problem)) throw problem.cause;
    throw problem;
  }
}
