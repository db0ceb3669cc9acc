import { FlowError, isFlowError } from '@flowmap/graph';

interface Fault {
  readonly code: string;
  readonly what: string;
  readonly hint: string;
}

const FULL: Fault = {
  code: 'STORE_FULL',
  what: 'there is no space left for',
  hint: 'Free some space or choose another folder; what was stored before is kept.',
};
const DENIED: Fault = {
  code: 'STORE_DENIED',
  what: 'no right to read or write',
  hint: 'Check the owner and the permissions of the folder, or choose another one.',
};

const FAULTS: Readonly<Record<string, Fault>> = {
  ENOSPC: FULL,
  EDQUOT: FULL,
  EACCES: DENIED,
  EPERM: DENIED,
  EROFS: DENIED,
  ENOTDIR: { code: 'STORE_FAILED', what: 'a file is where a folder should be:', hint: 'Choose another folder.' },
  EMFILE: { code: 'STORE_FAILED', what: 'too many open files for', hint: 'Raise the limit: ulimit -n.' },
  ENAMETOOLONG: { code: 'STORE_FAILED', what: 'the path is too long:', hint: 'Choose a folder with a shorter path.' },
  ENOTSUP: {
    code: 'STORE_FAILED',
    what: 'no hard links on the file system of',
    hint: 'Choose a folder on another disk.',
  },
};

/**
 * The error for a failed operation of the file system on `path`: `STORE_FULL`, `STORE_DENIED`, `STORE_FAILED`. What is none,
 * an abort or an error of the body that was to be written, stays what it is.
 */
export function storeFault(error: unknown, path: string): unknown {
  if (isFlowError(error) || !isSystemError(error)) return error;
  const errno = error.code;
  const fault = FAULTS[errno];
  if (fault) return new FlowError(fault.code, `${fault.what} ${path} (${errno})`, { cause: error, hint: fault.hint });
  return new FlowError('STORE_FAILED', `${path} cannot be used: ${error.message}`, { cause: error });
}

/** Whether a failed operation of the file system says this. */
export function isErrno(error: unknown, ...codes: readonly string[]): boolean {
  return isSystemError(error) && codes.includes(error.code);
}

/** By its fields: an error of Node's own modules may come from another realm, where `instanceof` sees nothing. */
function isSystemError(error: unknown): error is { readonly code: string; readonly message: string } {
  return typeof error === 'object' && error !== null && 'syscall' in error && 'code' in error;
}
