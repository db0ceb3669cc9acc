import type { Json } from '@flowmap/asl/language';
import type { ObjectStorage } from '../objects.js';
import { type Child, recordOf } from './child-record.js';
import { ResultFile } from './result-file.js';
import type { Results } from './results.js';
import { resultsOf, type WriterConfig } from './writer-config.js';

/** Bytes of a result file, at most. Source: AWS Step Functions developer guide, "ResultWriter". */
const LARGEST_FILE = 5 * 1024 ** 3;

/** Where results are written to. */
export interface Target {
  readonly bucket: string;
  /** In front of the id of the Map Run; empty for none. */
  readonly prefix: string;
  readonly mapRunArn: string;
  readonly config: WriterConfig;
}

/** Groups of children by how they ended. */
type Group = 'SUCCEEDED' | 'FAILED' | 'PENDING';

/**
 * Writes the results of a Map Run into a bucket: `SUCCEEDED_n.json`, `FAILED_n.json` (also of what was stopped or timed
 * out), `PENDING_n.json`, and a manifest that names them. In a file the children stand in the order in which they ended.
 * A new file is begun where one would pass 5 GB.
 *
 * Source: AWS Step Functions developer guide, "ResultWriter"; keys as recorded.
 */
export class WrittenResults implements Results {
  readonly takesAll = true;
  readonly #storage: ObjectStorage;
  readonly #target: Target;
  readonly #largest: number;
  readonly #files: Readonly<Record<Group, ResultFile[]>> = { FAILED: [], PENDING: [], SUCCEEDED: [] };

  /** `largest` is for tests. */
  constructor(storage: ObjectStorage, target: Target, largest: number = LARGEST_FILE) {
    this.#storage = storage;
    this.#target = target;
    this.#largest = largest;
  }

  /** Writes a manifest without files, so that a bucket that takes nothing fails before any child has run. */
  async begin(): Promise<void> {
    try {
      await this.#writeManifest();
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      const sentence = `Failed to write a test manifest into the specified output bucket. ${reason}`;
      throw new Error(sentence, { cause: error });
    }
  }

  add(_index: number, child: Child): void | Promise<void> {
    const isSucceeded = child.run?.outcome.status === 'SUCCEEDED';
    return this.#addTo(isSucceeded ? 'SUCCEEDED' : 'FAILED', resultsOf(child, this.#target.config));
  }

  addPending(child: Child): void | Promise<void> {
    return this.#addTo('PENDING', [recordOf(child)]);
  }

  async end(): Promise<void> {
    const files = Object.values(this.#files).flat();
    try {
      for (const file of files) await file.complete();
    } catch (error) {
      await Promise.allSettled(files.map((file) => file.abort()));
      throw error;
    }
    await this.#writeManifest();
  }

  result(): Json {
    const { bucket, mapRunArn } = this.#target;
    return { MapRunArn: mapRunArn, ResultWriterDetails: { Bucket: bucket, Key: this.#key('manifest') } };
  }

  #addTo(group: Group, values: readonly Json[]): void | Promise<void> {
    let held: void | Promise<void> = undefined;
    for (const value of values) {
      const text = JSON.stringify(value);
      const bytes = Buffer.byteLength(text);
      held = this.#fileFor(group, bytes).add(text, bytes) ?? held;
    }
    return held;
  }

  #fileFor(group: Group, bytes: number): ResultFile {
    const files = this.#files[group];
    const last = files.at(-1);
    if (last !== undefined && last.size + bytes + 1 <= this.#largest) return last;
    const key = this.#key(`${group}_${files.length}`);
    const file = new ResultFile(this.#storage, this.#target.bucket, key, this.#target.config.outputType);
    files.push(file);
    return file;
  }

  #key(name: string): string {
    const { prefix, mapRunArn } = this.#target;
    const id = mapRunArn.slice(mapRunArn.lastIndexOf(':') + 1);
    // Files of lines have this ending too. How a prefix that ends with a slash is joined is not recorded.
    return `${prefix === '' ? '' : `${prefix}/`}${id}/${name}.json`;
  }

  async #writeManifest(): Promise<void> {
    const { bucket, mapRunArn } = this.#target;
    const listed = (group: Group): Json => this.#files[group].map(({ key, size }) => ({ Key: key, Size: size }));
    const manifest = {
      DestinationBucket: bucket,
      MapRunArn: mapRunArn,
      ResultFiles: { FAILED: listed('FAILED'), PENDING: listed('PENDING'), SUCCEEDED: listed('SUCCEEDED') },
    };
    await this.#storage.put(bucket, this.#key('manifest'), Buffer.from(JSON.stringify(manifest)));
  }
}
