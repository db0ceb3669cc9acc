import type { Access } from './access.js';
import { attemptsOf } from './error-facts.js';
import { headObject } from './head.js';

/** The metadata of an object that says who wrote it. */
const NAME = 'flowmap-writer';

/**
 * Marks a write, so that it can tell its own object from another's. A request whose answer was lost is sent again, and then finds the
 * object that the first attempt wrote: S3 answers 412, or that the upload is gone, as if somebody else had been first.
 */
export interface WriterMark {
  readonly metadata: Readonly<Record<string, string>>;
  /** Takes note of a failure: of one after several attempts, it is not known whether an earlier one was done. */
  failed(error: unknown): void;
  /** Whether the object that is there is this write's. It asks S3 only where that is possible. */
  isThere(access: Access, key: string, signal: AbortSignal | undefined): Promise<boolean>;
}

/** A mark of a write of this id. */
export function writerMark(id: string): WriterMark {
  let isUncertain = false;
  return {
    metadata: { [NAME]: id },
    failed(error) {
      isUncertain ||= attemptsOf(error) > 1;
    },
    async isThere(access, key, signal) {
      return isUncertain && (await headObject(access, key, signal))?.Metadata?.[NAME] === id;
    },
  };
}
