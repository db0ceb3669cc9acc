export { s3Client } from './client.js';
export type { S3ObjectsOptions } from './objects.js';
export { s3Objects } from './objects.js';
export type { S3Asked } from './fault.js';
export { s3Fault } from './fault.js';
