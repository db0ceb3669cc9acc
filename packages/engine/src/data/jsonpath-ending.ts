import type { Json } from '@flowmap/asl/language';
import type { Template } from '../expression/template.js';
import type { Visit } from '../visit.js';
import type { Ending } from './data-flow.js';
import { evaluateNow } from './jsonpath-value.js';

/** Puts a result into a state's data: what a ResultPath does. Throws ReferenceConflict. */
export type Placing = (data: Json, result: Json) => Json;

/** The fields that shape the end of a state in JSONPath; one that is undefined changes nothing. */
export interface Shape {
  readonly selector?: Template | undefined;
  /** ResultPath; without it the result takes the place of all data. */
  readonly place?: Placing | undefined;
  readonly outputPath?: Template | undefined;
  readonly assign?: Template | undefined;
}

/** ResultSelector on the result, ResultPath into the state's raw input, OutputPath on both together. */
export function endingOf({ selector, place, outputPath, assign }: Shape, next: string | undefined): Ending {
  return {
    next,
    output(visit, result) {
      const selected = selector === undefined ? result : evaluateNow(visit, selector, visit.seenFrom(result));
      if (selector !== undefined) {
        visit.selected = selected;
        visit.inspect('afterResultSelector', selected);
      }
      const placed = place === undefined ? selected : placedIn(visit, place, selected);
      visit.inspect('afterResultPath', placed);
      return outputPath === undefined ? placed : evaluateNow(visit, outputPath, visit.seenFrom(placed));
    },
    // In an Assign, `$` is the result as ResultSelector left it.
    ...(assign === undefined
      ? {}
      : {
          assign: (visit, result) =>
            evaluateNow(visit, assign, visit.seenFrom(selector === undefined ? result : (visit.selected as Json))),
        }),
  };
}

function placedIn(visit: Visit, place: Placing, result: Json): Json {
  return evaluateNow(visit, { evaluate: () => place(visit.input, result) });
}
