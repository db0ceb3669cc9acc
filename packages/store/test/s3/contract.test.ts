import { describe, it, jest } from '@jest/globals';
import { describeObjectStore } from '@flowmap/testing/stores';
import { buckets } from './buckets.js';

// A thousand requests of the real client take their time on a busy machine.
jest.setTimeout(60_000);

const s3 = buckets({ minPartBytes: 1 });

// Small parts, so that the longer bodies of the suite are uploads.
describeObjectStore('a bucket of S3', () => s3.next({ partBytes: 50_000 }).store, { describe, it });
