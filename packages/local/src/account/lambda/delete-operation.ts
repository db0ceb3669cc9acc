import { type Operation, operation } from '../protocol/operation.js';
import { conflict, type Functions, invalid, notFound } from './functions.js';
import { FUNCTION, QUALIFIER } from './members.js';
import { resourceOf } from './read-operations.js';

/** Deletes functions with all of theirs, or one version. */
export function deleteOperation(functions: Functions): Record<string, Operation> {
  return {
    DeleteFunction: operation({
      required: { FunctionName: FUNCTION },
      optional: { Qualifier: QUALIFIER },
      resource: resourceOf(functions),
      run({ FunctionName: text, Qualifier: given }) {
        const reference = functions.reference(text, given);
        const { name, qualifier } = reference;
        const found = functions.get(reference);
        if (qualifier === undefined) {
          functions.byName.delete(name);
          return {};
        }
        if (qualifier === '$LATEST') {
          throw invalid('$LATEST version cannot be deleted without deleting the function.');
        }
        if (found.aliases.has(qualifier)) throw invalid('Cannot delete an alias with DeleteFunction: use DeleteAlias.');
        if (!found.versions.has(qualifier)) throw notFound(`Function not found: ${functions.arn(name, qualifier)}`);
        const pointing = [...found.aliases.values()].filter(
          ({ version, weights = {} }) => version === qualifier || qualifier in weights,
        );
        if (pointing.length > 0) {
          throw conflict(
            `Unable to delete version because the following aliases reference it: [${pointing.map((alias) => alias.name).join(', ')}]`,
          );
        }
        found.versions.delete(qualifier);
        return {};
      },
    }),
  };
}
