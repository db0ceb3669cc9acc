export { lambda } from './lambda.js';
export type { LambdaOptions } from './options.js';
