import { type Operations, structure, text } from './shape.js';

/** AWS Batch. */
export const BATCH: Operations = {
  submitJob: structure({ JobArn: text(), JobName: text(), JobId: text() }, ['JobName', 'JobId']),
};
