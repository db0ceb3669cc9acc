export * from './plugin/index.js';
export { compile } from './compile/compile.js';
export type { Compiled, CompileOptions, Computes } from './compile/options.js';
