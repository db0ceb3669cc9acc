export type { Config } from './config.js';
export { defineConfig } from './config.js';
