export { s3Server } from './server.js';
export type {
  S3Bucket,
  S3Buckets,
  S3Fault,
  S3Object,
  S3Request,
  S3RequestHook,
  S3Server,
  S3ServerClientConfig,
  S3ServerOptions,
  S3Upload,
} from './s3-server.types.js';
