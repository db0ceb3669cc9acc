import type { Json } from '@flowmap/asl/language';
import type { Variables } from '../execution.js';
import type { Ports } from '../ports.js';

/** What an expression can see. */
export interface Scope {
  /** What `$` means here in JSONPath: the effective input, a result, or what caught an error. */
  readonly root: Json;
  /** `$states.input` */
  readonly input: Json;
  /** `$states.result`; undefined where there is none. */
  readonly result: Json | undefined;
  /** `$states.errorOutput`; undefined where there is none. */
  readonly errorOutput: Json | undefined;
  readonly variables: Variables;
  readonly ports: Ports;
  /** `$states.context`, made when it is asked for. */
  context(): Json;
}

/** The value of `$states`. */
export function statesOf(scope: Scope): Json {
  return {
    input: scope.input,
    context: scope.context(),
    ...(scope.result === undefined ? {} : { result: scope.result }),
    ...(scope.errorOutput === undefined ? {} : { errorOutput: scope.errorOutput }),
  };
}
