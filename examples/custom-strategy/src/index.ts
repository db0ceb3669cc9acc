export { lanes } from './lanes.js';
export type { LanesOptions } from './lanes.js';

// For `flow-cli run FILE --map-strategy @acme/flowmap-lanes`, which calls it without options.
export { lanes as default } from './lanes.js';
