export type { MessageConsole, Output } from './capture-output.js';
export { captureConsole, captureOutput } from './capture-output.js';
export { logLine } from '../entry-ports.js';
