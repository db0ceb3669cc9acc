import { FlowError } from '@flowmap/graph';
import type { RunRef } from './run-ref.js';

/** What a path of a step consists of, index paths included. Nothing in it means something to a pattern. */
const PATH = /^[A-Za-z0-9_.-]+(?:\/[A-Za-z0-9_.-]+)*$/;

/**
 * A filter pattern for the lines of a run, or of what is at and below a step of it. Source: CloudWatch Logs user guide, "Filter pattern
 * syntax": `*` stands for any text. Throws `NO_SUCH_STEP` for what cannot be the path of a step.
 */
export function addressPattern({ deployment, run }: RunRef, step?: string): string {
  if (step === undefined) return `{ $.address = "${deployment}/${run}/*" }`;
  if (!PATH.test(step)) {
    throw new FlowError('NO_SUCH_STEP', `${JSON.stringify(step)} is no path of a step.`, {
      hint: 'Write it as in the address of a task: perChunk/summarise, or perChunk/summarise/17 for one item.',
    });
  }
  const address = `${deployment}/${run}/${step}`;
  return `{ ($.address = "${address}") || ($.address = "${address}/*") }`;
}
