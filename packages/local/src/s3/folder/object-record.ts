import type { Checksum } from '../checksums.js';

/** What a file does not say of the object that it is. It counts as long as the file is the one that was written then. */
export interface ObjectRecord {
  readonly size: number;
  /** Milliseconds since the epoch, as the file system has it. */
  readonly modified: number;
  readonly etag: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly checksum?: Checksum | undefined;
}
