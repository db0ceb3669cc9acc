export { storeBucket } from './store-bucket.js';
export { serveS3 } from './s3-calls.js';
export { folderBuckets } from './folder-buckets.js';
