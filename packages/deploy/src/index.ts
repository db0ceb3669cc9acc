export type { TaskEnvironment } from './model/environment.js';
export { codeKeys, DEPLOYMENT_TAG, historyGroupOf, LIVE, logGroupOf, roleName } from './model/names.js';
export type { RoleFor } from './model/names.js';
