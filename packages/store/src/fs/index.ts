export { fsObjects } from './objects.js';
