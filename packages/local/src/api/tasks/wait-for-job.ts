import type { Json } from '@flowmap/asl/language';
import type { Job } from './jobs.table.js';
import { TaskError } from './task-error.js';

/** Milliseconds between two looks at a job. */
const PAUSE = 1000;

/**
 * Waits until a job has ended. One that failed is a `States.TaskFailed` whose cause is the job as JSON. `ask` calls the service.
 */
export async function waitForJob(
  job: Job,
  submitted: Json,
  given: Json,
  ask: (action: string, args: Json) => Promise<Json>,
  pause: (milliseconds: number) => Promise<void>,
): Promise<Json> {
  const args = job.pollArguments(fieldsOf(submitted), fieldsOf(given));
  for (;;) {
    const state = job.result(fieldsOf(await ask(job.poll, args)));
    if (state !== undefined && job.isDone(fieldsOf(state))) {
      if (job.isGood(fieldsOf(state))) return state;
      throw new TaskError('States.TaskFailed', JSON.stringify(state));
    }
    await pause(PAUSE);
  }
}

function fieldsOf(value: Json): Readonly<Record<string, Json>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, Json>>)
    : {};
}
