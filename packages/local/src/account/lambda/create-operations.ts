import type { Roles } from '../iam/roles.js';
import { type Operation, operation } from '../protocol/operation.js';
import { flag, oneOf, structure } from '../protocol/shape.js';
import type { World } from '../world.js';
import type { CodeReader } from './code.js';
import type { FunctionRecord } from './function-record.js';
import { conflict, type Functions, invalid } from './functions.js';
import { ARCHITECTURES, CODE, FUNCTION, PROGRAM, SETTINGS, TAGS } from './members.js';
import { publish } from './publish.js';
import { checkRole, defaultSettings, withSettings } from './settings.js';
import { shownConfiguration } from './shown.js';

/** Creates functions out of zip archives. */
export function createOperations(
  world: World,
  functions: Functions,
  roles: Roles,
  readCode: CodeReader,
): Record<string, Operation> {
  return {
    CreateFunction: operation({
      required: { FunctionName: FUNCTION, Role: PROGRAM.Role, Code: structure({}, CODE) },
      optional: {
        ...SETTINGS,
        Handler: PROGRAM.Handler,
        Runtime: PROGRAM.Runtime,
        PackageType: oneOf('Zip'),
        Architectures: ARCHITECTURES,
        Publish: flag,
        Tags: TAGS,
      },
      resource: ({ FunctionName: text }) => functions.arn(functions.reference(text).name),
      also: ({ FunctionName: text, Role: role, Tags: tags = {}, Code: { S3Bucket: bucket, S3Key: key } }) => [
        { action: 'iam:PassRole', resource: role },
        ...(bucket === undefined || key === undefined
          ? []
          : [{ action: 's3:GetObject', resource: `arn:${world.home.partition}:s3:::${bucket}/${key}` }]),
        ...(Object.keys(tags).length === 0
          ? []
          : [{ action: 'lambda:TagResource', resource: functions.arn(functions.reference(text).name) }]),
      ],
      async run({ FunctionName: text, Code: source, Publish: isPublished = false, Tags: tags = {}, ...given }) {
        const { name } = functions.reference(text);
        // Nothing is waited for between looking for the name and taking it.
        const code = await readCode(source);
        if (functions.byName.has(name)) throw conflict(`Function already exist: ${name}`);
        if (given.Handler === undefined || given.Runtime === undefined) {
          throw invalid('Runtime and Handler are mandatory parameters for functions created with deployment packages.');
        }
        checkRole(given.Role, roles);
        const settings = withSettings(defaultSettings(name), given, roles);
        const found: FunctionRecord = {
          name,
          arn: functions.arn(name),
          latest: {
            id: world.ids.uuid(),
            modified: world.now(),
            code,
            settings,
            readiness: { creating: world.readsUntilReady, updating: 0 },
          },
          versions: new Map(),
          nextVersion: 1,
          aliases: new Map(),
          tags: new Map(Object.entries(tags)),
          reservedConcurrency: undefined,
        };
        functions.byName.set(name, found);
        const version = isPublished ? publish(world, found, undefined) : undefined;
        return {
          ...shownConfiguration(found, version ?? found.latest, version?.number, false),
          State: 'Pending',
          StateReason: 'The function is being created.',
          StateReasonCode: 'Creating',
        };
      },
    }),
  };
}
