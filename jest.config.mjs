/** One run over every package; a single package has its own jest.config.mjs. */
export default { projects: ['<rootDir>/packages/*/jest.config.mjs'] };
