import { ApiError } from './api-error.js';

/** What no name of a state machine, execution or activity may contain. Source: API reference, the `name` of CreateStateMachine. */
const ILLEGAL = /[\s<>{}[\]?*"#%\\^|~`$&,;:/\p{Cc}\uFFFE\uFFFF]/u;

/** Refuses a name with an illegal character: `InvalidName`. Its length is a constraint of the request. */
export function checkName(name: string): void {
  if (ILLEGAL.test(name)) throw new ApiError('InvalidName', `Invalid Name: '${name}'`);
}
