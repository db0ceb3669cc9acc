/** Settings of an S3 for tests. */
export interface S3ServerOptions {
  /** The region whose endpoint it is; `us-east-1` without it. */
  readonly region?: string;
  /** The time that objects and buckets get; the real one without it. */
  readonly now?: () => Date;
  /** Fewest bytes of a part that is not the last of its upload: 5 MiB as at S3, less where a test shall stay small. */
  readonly minPartBytes?: number;
  /** May answer requests otherwise; also to be set later, as `faults.onRequest`. */
  readonly onRequest?: S3RequestHook;
}

/**
 * What goes wrong with a request. `throttle`: 503 SlowDown; `fail`: 500 InternalError; `deny`: 403 AccessDenied; `conflict`: 409
 * ConditionalRequestConflict; all these do nothing else. `lose-request`: the connection breaks and nothing was done; `lose-answer`: it is
 * done, and then the connection breaks; `cut`: the connection breaks after half of the answer's body.
 */
export type S3Fault = 'throttle' | 'fail' | 'deny' | 'conflict' | 'lose-request' | 'lose-answer' | 'cut';

/** A request, as a test sees it. */
export interface S3Request {
  readonly method: string;
  /** `PutObject` */
  readonly action: string;
  /** Empty for the list of the buckets. */
  readonly bucket: string;
  /** Empty for a request about a bucket, also for one that removes many objects. */
  readonly key: string;
  /** The attempt of an AWS SDK that this is, from 1. */
  readonly attempt: number;
  readonly partNumber: number | undefined;
  /** By their names in small letters. */
  readonly headers: Readonly<Record<string, string>>;
  /** Bytes of the body, without the chunks' frames. */
  readonly size: number;
}

/**
 * Is asked about each request when its body is there, before anything is done. A promise holds the request. About a `DeleteObjects` it is asked
 * again for each key, as S3 looks at the rights for each: `deny` and `fail` then become an error of that key.
 */
export type S3RequestHook = (request: S3Request) => S3Fault | undefined | Promise<S3Fault | undefined>;

/** An S3 of this process's own. */
export interface S3Server {
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  readonly region: string;
  /** Settings for a client: it wants credentials and looks at none. */
  readonly clientConfig: S3ServerClientConfig;
  readonly buckets: S3Buckets;
  readonly faults: { onRequest: S3RequestHook | undefined };
  /** Breaks all connections and stops. */
  close(): Promise<void>;
}

/** Settings for an `S3Client` of an {@link S3Server}. */
export interface S3ServerClientConfig {
  readonly endpoint: string;
  readonly region: string;
  readonly forcePathStyle: true;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

/** What a server has, as a test looks at it. */
export interface S3Buckets {
  /** Makes a bucket: of the server's region, or of another one; of the account, or of somebody else's. */
  create(name: string, options?: { readonly region?: string; readonly isForeign?: boolean }): S3Bucket;
  /** Throws where there is none. */
  of(name: string): S3Bucket;
  /** Sorted. */
  names(): string[];
}

/** A bucket, as a test looks at it. */
export interface S3Bucket {
  readonly name: string;
  readonly region: string;
  readonly objects: ReadonlyMap<string, S3Object>;
  /** Uploads that were neither completed nor aborted, by their ids. */
  readonly uploads: ReadonlyMap<string, S3Upload>;
  /** Configurations as they came, by the name in the query: `lifecycle`. */
  readonly settings: ReadonlyMap<string, string>;
}

/** An object, as a test looks at it. */
export interface S3Object {
  readonly key: string;
  readonly body: Uint8Array;
  /** With its quotes. */
  readonly etag: string;
  readonly lastModified: Date;
  /** What came with it and is given back: its type, metadata, encryption. */
  readonly headers: Readonly<Record<string, string>>;
}

/** An upload that is going on. */
export interface S3Upload {
  readonly id: string;
  readonly key: string;
  readonly parts: ReadonlyMap<number, { readonly body: Uint8Array; readonly etag: string }>;
}
