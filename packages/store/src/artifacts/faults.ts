import { FlowError } from '@flowmap/graph';

/** The error for an object that is not what its reference says. */
export function corrupt(key: string, what: string, cause?: unknown): FlowError {
  return new FlowError('ARTIFACT_CORRUPT', `the object ${key} cannot be read: ${what}`, {
    ...(cause === undefined ? {} : { cause }),
    hint: 'Something besides flowmap changed it, or a newer version of flowmap wrote it.',
  });
}

/** The error for an object that a record names and that is not there. */
export function missing(key: string): FlowError {
  return new FlowError('ARTIFACT_MISSING', `the object ${key} is not there`, {
    hint: 'Something removed it after it was written, a lifecycle rule of the bucket perhaps.',
  });
}
