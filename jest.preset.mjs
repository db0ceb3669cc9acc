/** Native ES modules; packages of this workspace are read from their source, so that no test needs a build. */
export default {
  testEnvironment: 'node',
  testMatch: ['**/test/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', '/dist/', '/out-tsc/', '/\\.flowmap/'],
  modulePathIgnorePatterns: ['/dist/', '/out-tsc/', '/\\.flowmap/', '/\\.nx/'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'es6' } },
    ],
  },
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': ['$1.ts', '$1.js'] },
  testEnvironmentOptions: { customExportConditions: ['@flowmap/source', 'node', 'node-addons'] },
};
