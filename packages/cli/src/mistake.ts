import { FlowError } from '@flowmap/graph';

/** Something that the user can put right: a file that is not there, a parameter that is wrong. The exit status is then 2. */
export class Mistake extends FlowError {
  constructor(message: string, hint?: string, cause?: unknown) {
    super('MISTAKE', message, { ...(hint !== undefined && { hint }), ...(cause !== undefined && { cause }) });
    this.name = 'Mistake';
  }
}
