import { type Operation, operation } from '../protocol/operation.js';
import { pageOf } from '../protocol/page.js';
import type { Functions } from './functions.js';
import { FUNCTION, PAGE, PAGE_SIZE, QUALIFIER } from './members.js';
import { shownConfiguration } from './shown.js';

/** Reads functions. Each read of one brings what is under way on. */
export function readOperations(functions: Functions): Record<string, Operation> {
  const shown = (text: string, qualifier: string | undefined): object => {
    const reference = functions.reference(text, qualifier);
    const found = functions.get(reference);
    return shownConfiguration(found, functions.revision(reference).revision, reference.qualifier);
  };

  return {
    GetFunction: operation({
      required: { FunctionName: FUNCTION },
      optional: { Qualifier: QUALIFIER },
      resource: resourceOf(functions),
      run({ FunctionName: text, Qualifier: qualifier }) {
        const { name, tags, reservedConcurrency } = functions.get(functions.reference(text, qualifier));
        return {
          Configuration: shown(text, qualifier),
          Code: { RepositoryType: 'S3', Location: `https://code.example/${name}` },
          ...(tags.size > 0 && { Tags: Object.fromEntries(tags) }),
          ...(reservedConcurrency !== undefined && {
            Concurrency: { ReservedConcurrentExecutions: reservedConcurrency },
          }),
        };
      },
    }),

    GetFunctionConfiguration: operation({
      required: { FunctionName: FUNCTION },
      optional: { Qualifier: QUALIFIER },
      resource: resourceOf(functions),
      run: ({ FunctionName: text, Qualifier: qualifier }) => shown(text, qualifier),
    }),

    ListFunctions: operation({
      optional: PAGE,
      run({ Marker: marker, MaxItems: size = PAGE_SIZE }) {
        const all = [...functions.byName.values()].sort((one, other) => (one.name < other.name ? -1 : 1));
        const { items, next } = pageOf(all, Math.min(size, PAGE_SIZE), marker, 'InvalidParameterValueException');
        return {
          Functions: items.map((found) => shownConfiguration(found, found.latest, undefined, false)),
          NextMarker: next,
        };
      },
    }),
  };
}

/** The ARN of the function that a request names, without its qualifier. */
export function resourceOf(functions: Functions): (input: { readonly FunctionName: string }) => string {
  return ({ FunctionName: text }) => functions.arn(functions.reference(text).name);
}
