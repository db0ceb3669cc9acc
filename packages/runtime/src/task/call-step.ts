import type { AnyContext, StepFunction } from '@flowmap/flow';
import { printedBy } from '../printing/printed-by.js';

/** Runs the author's code. What it prints is logged with its task's address and attempt. */
export async function runCode(code: StepFunction, context: AnyContext): Promise<unknown> {
  return printedBy(context.log, () => callStep(code, context));
}

/**
 * Calls the author's code. Every call goes through here: below this function's frame a stack holds nothing of the author's, and
 * there it is cut.
 */
async function callStep(code: StepFunction, context: AnyContext): Promise<unknown> {
  // Awaited here, so that the frame is there after an await of the author's too.
  return await code(context);
}
