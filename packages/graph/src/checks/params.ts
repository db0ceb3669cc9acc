import { paramProblem } from '../parameters.js';
import type { Check } from './check.js';
import { fault } from './check.js';

/** A default fits its parameter, and an enum has values, each once. */
export const checkParamSpecs: Check = function* (graph) {
  for (const [name, spec] of Object.entries(graph.params)) {
    if (spec.type === 'enum' && spec.values.length === 0) {
      yield fault(
        'FLOW1017',
        '',
        `Parameter ${name} has no values`,
        'Give at least one: param.enum(["fast", "slow"]).',
      );
      continue;
    }
    if (spec.type === 'enum' && new Set(spec.values).size < spec.values.length) {
      yield fault('FLOW1017', '', `Parameter ${name} has a value twice`, 'Name each value once.');
    }
    const problem = spec.default === undefined ? undefined : paramProblem(spec, spec.default);
    if (problem !== undefined) {
      const message = `The default of parameter ${name} is ${problem}`;
      yield fault('FLOW1017', '', message, 'Change the default or the type of the parameter.');
    }
  }
};
