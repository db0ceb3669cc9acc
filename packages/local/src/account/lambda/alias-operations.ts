import { type Operation, operation } from '../protocol/operation.js';
import { pageOf } from '../protocol/page.js';
import { decimal, mapOf, structure, text as textShape } from '../protocol/shape.js';
import type { World } from '../world.js';
import type { FunctionRecord } from './function-record.js';
import { checkRevision, conflict, type Functions, invalid, notFound } from './functions.js';
import { ALIAS, DESCRIPTION, FUNCTION, PAGE, PAGE_SIZE, QUALIFIER, VERSION } from './members.js';
import { resourceOf } from './read-operations.js';
import { shownAlias } from './shown.js';

const ROUTING = structure({}, { AdditionalVersionWeights: mapOf(decimal, 1) });

/** Creates, reads, moves and deletes aliases. */
export function aliasOperations(world: World, functions: Functions): Record<string, Operation> {
  const resource = resourceOf(functions);
  const checkRouting = (
    found: FunctionRecord,
    version: string,
    weights: Readonly<Record<string, number>> | undefined,
  ): void => {
    for (const one of [version, ...Object.keys(weights ?? {})]) {
      if (one !== '$LATEST' && !found.versions.has(one)) {
        throw notFound(`Function not found: ${functions.arn(found.name, one)}`);
      }
    }
    if (weights === undefined || Object.keys(weights).length === 0) return;
    if (version === '$LATEST' || '$LATEST' in weights)
      throw invalid('$LATEST is not supported for an alias pointing to more than 1 version');
    if (version in weights) throw invalid('An alias cannot route to the same version twice.');
    if (Object.values(weights).some((weight) => weight < 0 || weight > 1)) {
      throw invalid('Function version weights must be between 0.0 and 1.0');
    }
  };

  return {
    CreateAlias: operation({
      required: { FunctionName: FUNCTION, Name: ALIAS, FunctionVersion: VERSION },
      optional: { Description: DESCRIPTION, RoutingConfig: ROUTING },
      resource,
      run({ FunctionName: text, Name: name, FunctionVersion: version, ...given }) {
        const found = functions.get(functions.reference(text));
        if (found.aliases.has(name)) throw conflict(`Alias already exists: ${functions.arn(found.name, name)}`);
        const weights = given.RoutingConfig?.AdditionalVersionWeights;
        checkRouting(found, version, weights);
        const alias = {
          name,
          revisionId: world.ids.uuid(),
          version,
          description: given.Description ?? '',
          weights,
        };
        found.aliases.set(name, alias);
        return shownAlias(found, alias);
      },
    }),

    GetAlias: operation({
      required: { FunctionName: FUNCTION, Name: QUALIFIER },
      resource,
      run({ FunctionName: text, Name: name }) {
        const reference = functions.reference(text);
        return shownAlias(functions.get(reference), functions.alias(reference, name));
      },
    }),

    UpdateAlias: operation({
      required: { FunctionName: FUNCTION, Name: QUALIFIER },
      optional: {
        FunctionVersion: VERSION,
        Description: DESCRIPTION,
        RoutingConfig: ROUTING,
        RevisionId: textShape(),
      },
      resource,
      run({ FunctionName: text, Name: name, ...given }) {
        const reference = functions.reference(text);
        const found = functions.get(reference);
        const before = functions.alias(reference, name);
        checkRevision(given.RevisionId, before.revisionId);
        const alias = {
          name,
          revisionId: world.ids.uuid(),
          version: given.FunctionVersion ?? before.version,
          description: given.Description ?? before.description,
          weights: given.RoutingConfig === undefined ? before.weights : given.RoutingConfig.AdditionalVersionWeights,
        };
        checkRouting(found, alias.version, alias.weights);
        found.aliases.set(name, alias);
        return shownAlias(found, alias);
      },
    }),

    ListAliases: operation({
      required: { FunctionName: FUNCTION },
      optional: { ...PAGE, FunctionVersion: VERSION },
      resource,
      run({ FunctionName: text, FunctionVersion: version, Marker: marker, MaxItems: size = PAGE_SIZE }) {
        const found = functions.get(functions.reference(text));
        const all = [...found.aliases.values()]
          .filter((alias) => version === undefined || alias.version === version)
          .sort((one, other) => (one.name < other.name ? -1 : 1));
        const { items, next } = pageOf(all, Math.min(size, PAGE_SIZE), marker, 'InvalidParameterValueException');
        return { Aliases: items.map((alias) => shownAlias(found, alias)), NextMarker: next };
      },
    }),

    DeleteAlias: operation({
      required: { FunctionName: FUNCTION, Name: QUALIFIER },
      resource,
      run({ FunctionName: text, Name: name }) {
        // An alias that is not there is deleted already.
        functions.get(functions.reference(text)).aliases.delete(name);
      },
    }),
  };
}
