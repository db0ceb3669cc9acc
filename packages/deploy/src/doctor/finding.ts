import { type FlowError, isFlowError } from '@flowmap/graph';
import { awsFault } from '../aws/fault.js';

/** What an examination found about one thing. */
export interface Finding {
  /** `ok`, or how bad it is: with a `warning` flows run, with an `error` some of it fails. */
  readonly level: 'ok' | 'warning' | 'error';
  /** What it is about: `credentials`, `bucket`, `table`, `quota`, `queue`, `deployment`, or a type of resource such as `Lambda::Function`. */
  readonly about: string;
  /** One sentence that names the thing. */
  readonly message: string;
  /** What to do about it; none where all is well. */
  readonly hint?: string;
}

/** All is well. */
export function ok(about: string, message: string): Finding {
  return { level: 'ok', about, message };
}

/** Something that flows run in spite of. */
export function warning(about: string, message: string, hint: string): Finding {
  return { level: 'warning', about, message, hint };
}

/** Something that makes a part of it fail. */
export function error(about: string, message: string, hint: string): Finding {
  return { level: 'error', about, message, hint };
}

/** The findings of some work; one that could not be done is a finding of its own. */
export async function examined(
  about: string,
  what: string,
  work: () => Promise<readonly Finding[]>,
): Promise<readonly Finding[]> {
  try {
    return await work();
  } catch (thrown) {
    const fault = awsFault(thrown);
    if (!isFlowError(fault)) throw fault;
    return [ofFault(about, what, fault)];
  }
}

function ofFault(about: string, what: string, { code, message, hint = LOOK }: FlowError): Finding {
  // Whoever may not look does not know that anything is wrong.
  if (code === 'AWS_DENIED') return warning(about, `${what} could not be looked at: ${message}`, RIGHTS);
  return error(about, message, hint);
}

const LOOK = 'Look at it in the console.';
const RIGHTS = 'flow-cli policies --for doctor prints the rights that looking takes.';
