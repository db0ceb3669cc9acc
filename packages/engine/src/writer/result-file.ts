import type { ObjectStorage, ObjectUpload } from '../objects.js';
import type { WriterConfig } from './writer-config.js';

/** Characters that are written together. */
const PART = 1024 * 1024;

/** A result file while it is written: an array of at least one value, or a value on each line. */
export class ResultFile {
  readonly key: string;
  /** Bytes so far; of an array, with the bracket that will end it. */
  size: number;
  readonly #storage: ObjectStorage;
  readonly #bucket: string;
  readonly #isArray: boolean;
  #buffer = '';
  /** Where the storage takes no uploads: all parts so far. */
  readonly #parts: Uint8Array[] = [];
  #upload: Promise<ObjectUpload | undefined> | undefined;
  /** The parts before the next one. */
  #written: Promise<void> = Promise.resolve();

  constructor(storage: ObjectStorage, bucket: string, key: string, outputType: WriterConfig['outputType']) {
    this.#storage = storage;
    this.#bucket = bucket;
    this.key = key;
    this.#isArray = outputType === 'JSON';
    this.size = this.#isArray ? 1 : 0;
  }

  /** Adds a value by its JSON text, which has so many bytes. Holds back with a promise where a part is written. */
  add(text: string, bytes: number): void | Promise<void> {
    if (this.#isArray) this.#buffer += (this.size === 1 ? '[' : ',') + text;
    else this.#buffer += `${text}\n`;
    this.size += bytes + 1;
    if (this.#buffer.length >= PART) return this.#write();
  }

  /** Writes the end. The file is there when this is resolved. */
  async complete(): Promise<void> {
    if (this.#isArray) this.#buffer += ']';
    await this.#write();
    const upload = await this.#upload;
    if (upload === undefined) await this.#storage.put(this.#bucket, this.key, Buffer.concat(this.#parts));
    else await upload.complete();
  }

  #write(): Promise<void> {
    const part = Buffer.from(this.#buffer);
    this.#buffer = '';
    this.#upload ??= this.#storage.upload?.(this.#bucket, this.key) ?? Promise.resolve(undefined);
    const opened = this.#upload;
    this.#written = this.#written.then(async () => {
      const upload = await opened;
      if (upload === undefined) this.#parts.push(part);
      else await upload.write(part);
    });
    return this.#written;
  }

  /** Leaves nothing behind. */
  async abort(): Promise<void> {
    await (await this.#upload)?.abort();
  }
}
