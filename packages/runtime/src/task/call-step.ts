import type { AnyContext, StepFunction } from '@flowmap/flow';

/**
 * Calls the author's code. Every call goes through here: below this function's frame a stack holds nothing of the author's, and
 * there it is cut.
 */
export async function callStep(code: StepFunction, context: AnyContext): Promise<unknown> {
  // Awaited here, so that the frame is there after an await of the author's too.
  return await code(context);
}
