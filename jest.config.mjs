/** One run over every package and example; each has its own jest.config.mjs. */
export default { projects: ['<rootDir>/packages/*/jest.config.mjs', '<rootDir>/examples/*/jest.config.mjs'] };
