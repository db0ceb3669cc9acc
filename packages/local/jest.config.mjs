import preset from '../../jest.preset.mjs';

export default { ...preset, displayName: 'local', globalSetup: '<rootDir>/test/setup.mjs' };
