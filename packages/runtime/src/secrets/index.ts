export { keptSecrets } from './kept-secrets.js';
export { localSecrets } from './local-secrets.js';
