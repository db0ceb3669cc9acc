export { adaptive } from './adaptive.js';
export type { Upto } from './adaptive.js';
