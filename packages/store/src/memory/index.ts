export { memoryMetadata } from './metadata.js';
export { memoryObjects } from './objects.js';
