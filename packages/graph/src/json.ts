/** A value that JSON can hold. Everything that leaves the builder, the compiler or the engine is one of these. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** A JSON object. */
export interface JsonObject {
  readonly [key: string]: Json;
}
