import preset from '../../jest.preset.mjs';

export default {
  ...preset,
  displayName: 'example nested',
  globalSetup: '<rootDir>/../jest.setup.mjs',
  testTimeout: 120_000,
};
