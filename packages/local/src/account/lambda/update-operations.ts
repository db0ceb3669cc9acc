import type { Roles } from '../iam/roles.js';
import { type Operation, operation } from '../protocol/operation.js';
import { flag, text as textShape } from '../protocol/shape.js';
import type { World } from '../world.js';
import type { CodeReader } from './code.js';
import type { FunctionRecord, Revision } from './function-record.js';
import { checkRevision, type Functions } from './functions.js';
import { ARCHITECTURES, CODE, FUNCTION, PROGRAM, SETTINGS } from './members.js';
import { publish } from './publish.js';
import { refuseUnready } from './readiness.js';
import { resourceOf } from './read-operations.js';
import { checkRole, withSettings } from './settings.js';
import { shownConfiguration } from './shown.js';

/** Changes the code and the settings of functions. */
export function updateOperations(
  world: World,
  functions: Functions,
  roles: Roles,
  readCode: CodeReader,
): Record<string, Operation> {
  const resource = resourceOf(functions);
  const changed = (found: FunctionRecord, change: Partial<Pick<Revision, 'code' | 'settings'>>): Revision => ({
    ...found.latest,
    ...change,
    id: world.ids.uuid(),
    modified: world.now(),
    readiness: { creating: 0, updating: world.readsUntilReady },
  });
  const inProgress = { State: 'Active', LastUpdateStatus: 'InProgress', LastUpdateStatusReasonCode: 'Creating' };

  return {
    UpdateFunctionCode: operation({
      required: { FunctionName: FUNCTION },
      optional: { ...CODE, Architectures: ARCHITECTURES, Publish: flag, DryRun: flag, RevisionId: textShape() },
      resource,
      also: ({ S3Bucket: bucket, S3Key: key }) =>
        bucket === undefined || key === undefined
          ? []
          : [{ action: 's3:GetObject', resource: `arn:${world.home.partition}:s3:::${bucket}/${key}` }],
      async run({ FunctionName: name, Architectures: architectures, Publish: isPublished, DryRun: isDry, ...given }) {
        const found = functions.get(functions.reference(name));
        const { RevisionId: revisionId, ...source } = given;
        const code = await readCode(source);
        checkRevision(revisionId, found.latest.id);
        const settings = {
          ...found.latest.settings,
          ...(architectures !== undefined && { Architectures: architectures }),
        };
        if (isDry === true) {
          return shownConfiguration(found, { ...found.latest, code, settings }, undefined, false);
        }
        refuseUnready(found);
        found.latest = changed(found, { code, settings });
        const version = isPublished === true ? publish(world, found, undefined) : undefined;
        return { ...shownConfiguration(found, version ?? found.latest, version?.number, false), ...inProgress };
      },
    }),

    UpdateFunctionConfiguration: operation({
      required: { FunctionName: FUNCTION },
      optional: { ...SETTINGS, ...PROGRAM, RevisionId: textShape() },
      resource,
      also: ({ Role: role }) => (role === undefined ? [] : [{ action: 'iam:PassRole', resource: role }]),
      run({ FunctionName: name, RevisionId: revisionId, ...given }) {
        const found = functions.get(functions.reference(name));
        checkRevision(revisionId, found.latest.id);
        refuseUnready(found);
        if (given.Role !== undefined) checkRole(given.Role, roles);
        found.latest = changed(found, { settings: withSettings(found.latest.settings, given, roles) });
        return { ...shownConfiguration(found, found.latest, undefined, false), ...inProgress };
      },
    }),
  };
}
