import type { Roles } from '../iam/roles.js';
import { REST_REFUSALS, restJson } from '../protocol/rest-json.js';
import type { Service } from '../protocol/service.js';
import type { World } from '../world.js';
import { accountOperation } from './account-operation.js';
import { aliasOperations } from './alias-operations.js';
import type { CodeReader } from './code.js';
import { concurrencyOperations } from './concurrency-operations.js';
import { createOperations } from './create-operations.js';
import { deleteOperation } from './delete-operation.js';
import type { Functions } from './functions.js';
import { readOperations } from './read-operations.js';
import { tagOperations } from './tag-operations.js';
import { updateOperations } from './update-operations.js';
import { versionOperations } from './version-operations.js';

const FUNCTION = '/2015-03-31/functions/{FunctionName}';

/** Lambda: functions, their versions and their aliases. Whoever runs them answers their invocations. */
export function lambda(world: World, roles: Roles, functions: Functions, code: CodeReader): Service {
  return {
    name: 'lambda',
    protocol: restJson(
      {
        CreateFunction: 'POST /2015-03-31/functions 201',
        ListFunctions: 'GET /2015-03-31/functions?Marker&MaxItems 200',
        GetFunction: `GET ${FUNCTION}?Qualifier 200`,
        GetFunctionConfiguration: `GET ${FUNCTION}/configuration?Qualifier 200`,
        UpdateFunctionCode: `PUT ${FUNCTION}/code 200`,
        UpdateFunctionConfiguration: `PUT ${FUNCTION}/configuration 200`,
        DeleteFunction: `DELETE ${FUNCTION}?Qualifier 204`,
        PublishVersion: `POST ${FUNCTION}/versions 201`,
        ListVersionsByFunction: `GET ${FUNCTION}/versions?Marker&MaxItems 200`,
        CreateAlias: `POST ${FUNCTION}/aliases 201`,
        GetAlias: `GET ${FUNCTION}/aliases/{Name} 200`,
        UpdateAlias: `PUT ${FUNCTION}/aliases/{Name} 200`,
        ListAliases: `GET ${FUNCTION}/aliases?FunctionVersion&Marker&MaxItems 200`,
        DeleteAlias: `DELETE ${FUNCTION}/aliases/{Name} 204`,
        TagResource: 'POST /2017-03-31/tags/{Resource} 204',
        UntagResource: 'DELETE /2017-03-31/tags/{Resource}?TagKeys[]=tagKeys 204',
        ListTags: 'GET /2017-03-31/tags/{Resource} 200',
        PutFunctionConcurrency: 'PUT /2017-10-31/functions/{FunctionName}/concurrency 200',
        GetFunctionConcurrency: 'GET /2019-09-30/functions/{FunctionName}/concurrency 200',
        GetAccountSettings: 'GET /2016-08-19/account-settings 200',
        DeleteFunctionConcurrency: 'DELETE /2017-10-31/functions/{FunctionName}/concurrency 204',
      },
      'Message',
    ),
    refusals: REST_REFUSALS,
    operations: {
      ...createOperations(world, functions, roles, code),
      ...readOperations(functions),
      ...updateOperations(world, functions, roles, code),
      ...versionOperations(world, functions),
      ...aliasOperations(world, functions),
      ...deleteOperation(functions),
      ...tagOperations(functions),
      ...concurrencyOperations(functions),
      ...accountOperation(functions),
    },
    contents: () =>
      Object.fromEntries(
        [...functions.byName.values()].flatMap((found): (readonly [string, unknown])[] => [
          [
            `function ${found.name}`,
            {
              code: found.latest.code.sha256,
              settings: found.latest.settings,
              tags: Object.fromEntries(found.tags),
              reservedConcurrency: found.reservedConcurrency,
            },
          ],
          ...[...found.versions.values()].map(
            ({ number, code, settings, description }) =>
              [`function-version ${found.name}:${number}`, { code: code.sha256, settings, description }] as const,
          ),
          ...[...found.aliases.values()].map(
            ({ name, version, description, weights }) =>
              [`function-alias ${found.name}:${name}`, { version, description, weights }] as const,
          ),
        ]),
      ),
  };
}
