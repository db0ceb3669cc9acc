import { type Operation, operation } from '../protocol/operation.js';
import { pageOf } from '../protocol/page.js';
import { text as textShape } from '../protocol/shape.js';
import type { World } from '../world.js';
import { checkRevision, type Functions, invalid } from './functions.js';
import { DESCRIPTION, FUNCTION, PAGE, PAGE_SIZE } from './members.js';
import { publish } from './publish.js';
import { refuseUnready } from './readiness.js';
import { resourceOf } from './read-operations.js';
import { shownConfiguration } from './shown.js';

/** Publishes and lists versions. */
export function versionOperations(world: World, functions: Functions): Record<string, Operation> {
  const resource = resourceOf(functions);

  return {
    PublishVersion: operation({
      required: { FunctionName: FUNCTION },
      optional: { CodeSha256: textShape(), Description: DESCRIPTION, RevisionId: textShape() },
      resource,
      run({ FunctionName: name, CodeSha256: sha256, Description: description, RevisionId: revisionId }) {
        const found = functions.get(functions.reference(name));
        checkRevision(revisionId, found.latest.id);
        const current = found.latest.code.sha256;
        if (sha256 !== undefined && sha256 !== current) {
          throw invalid(
            `CodeSHA256 (${sha256}) is different from current CodeSHA256 in $LATEST (${current}). Please try again with the CodeSHA256 in $LATEST.`,
          );
        }
        refuseUnready(found);
        const version = publish(world, found, description);
        return shownConfiguration(found, version, version.number);
      },
    }),

    ListVersionsByFunction: operation({
      required: { FunctionName: FUNCTION },
      optional: PAGE,
      resource,
      run({ FunctionName: name, Marker: marker, MaxItems: size = PAGE_SIZE }) {
        const found = functions.get(functions.reference(name));
        const all = [
          shownConfiguration(found, found.latest, '$LATEST', false),
          ...[...found.versions.values()].map((version) => shownConfiguration(found, version, version.number, false)),
        ];
        const { items, next } = pageOf(all, Math.min(size, PAGE_SIZE), marker, 'InvalidParameterValueException');
        return { Versions: items, NextMarker: next };
      },
    }),
  };
}
