import preset from '../../jest.preset.mjs';

export default { ...preset, displayName: 'cli', globalSetup: '<rootDir>/test/setup.mjs' };
