import { report } from './definition.js';
import type { User } from './inputs.js';

/**
 * Reports options that nothing reads: a misspelt one must not be dropped in silence. Answers with the options.
 *
 * @param what whose options they are. Default: the user's, or else the flow's.
 */
export function refuseUnknown<T extends object>(user: User, options: T, known: readonly string[], what?: string): T {
  const { definition, at, place } = user;
  for (const name of Object.keys(options)) {
    if (known.includes(name)) continue;
    const message = `${what ?? (at || 'The flow')} has an unknown option ${name}`;
    report(definition, { code: 'FLOW1108', at, message, hint: `There are: ${known.join(', ')}.` }, place);
  }
  return options;
}
