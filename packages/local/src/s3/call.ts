import type { Bucket, Buckets } from './bucket.js';
import type { Payload } from './payload.js';
import type { Route } from './route.js';
import type { S3Error } from './s3-error.js';
import { type Xml, xmlDocument } from './xml.js';

/** A request that is to be done. */
export interface Call extends Route {
  readonly headers: Readonly<Record<string, string>>;
  readonly payload: Payload;
  /** How often an object of this key had been removed when the request came. */
  readonly removals: number;
  /** What goes wrong with one of several keys, whatever the server has. */
  readonly faultOf: (key: string) => Promise<S3Error | undefined>;
  readonly service: Service;
}

/** What all requests share. */
export interface Service {
  readonly region: string;
  readonly now: () => Date;
  readonly minPartBytes: number;
  readonly buckets: Buckets;
  /** An id that was not given before. */
  readonly newId: () => string;
}

/** A request about a bucket that is there. */
export interface BucketCall extends Call {
  readonly at: Bucket;
}

/** What a request is answered. */
export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array | string;
}

/** An answer that is a document. */
export function answerXml(root: Xml, headers: Readonly<Record<string, string>> = {}): Answer {
  return { status: 200, headers: { 'content-type': 'application/xml', ...headers }, body: xmlDocument(root) };
}

/** An answer that says it was done, and nothing more. */
export const DONE: Answer = { status: 204 };
