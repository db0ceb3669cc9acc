import { report } from './definition.js';
import type { User } from './inputs.js';

/** Reports options that nothing reads: a misspelt one must not be dropped in silence. Answers with the options. */
export function refuseUnknown<T extends object>(user: User, options: T, known: readonly string[]): T {
  const { definition, at, place } = user;
  for (const name of Object.keys(options)) {
    if (known.includes(name)) continue;
    const message = `${at || 'The flow'} has an unknown option ${name}`;
    report(definition, { code: 'FLOW1108', at, message, hint: `There are: ${known.join(', ')}.` }, place);
  }
  return options;
}
