import { LIMITS } from '../limits.js';
import { measureDefinition } from '../measure.js';
import type { Rule } from '../rule.js';

/**
 * A definition has at most 1 MiB, and so has the request that carries it, in which every quote of the definition
 * is escaped: the request is at its limit first.
 *
 * Source: AWS Step Functions developer guide, "Service quotas".
 */
export const definitionSize: Rule = (view, report) => {
  const { definitionBytes, requestBytes } = measureDefinition(view.root.fields);
  const most = LIMITS.definitionBytes;
  if (definitionBytes > most) {
    report('/', `The definition has ${definitionBytes} bytes of at most ${most}`, 'DEFINITION_TOO_LARGE');
  } else if (requestBytes > most) {
    const message = `The request that carries the definition has ${requestBytes} bytes of at most ${most}`;
    report('/', message, 'DEFINITION_TOO_LARGE');
  }
};
