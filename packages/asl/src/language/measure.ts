/** How large a definition is, and what it makes of a request. */
export interface DefinitionSize {
  /** Bytes of the definition as compact JSON in UTF-8. */
  readonly definitionBytes: number;
  /** Bytes of the body of the UpdateStateMachine request, in which the definition is a string: its quotes are escaped. */
  readonly requestBytes: number;
}

/**
 * The size of a definition and of the request that carries it. Both may be 1,048,576 bytes
 * ({@link LIMITS.definitionBytes}), headers included, and the request comes first by a tenth or more.
 *
 * @param stateMachineArn of the machine that would be updated. Default: one as long as an ARN can be.
 */
export function measureDefinition(definition: unknown, stateMachineArn: string = LONGEST_ARN): DefinitionSize {
  const text = JSON.stringify(definition);
  const body = JSON.stringify({ definition: text, stateMachineArn });
  return { definitionBytes: utf8Bytes(text), requestBytes: utf8Bytes(body) };
}

/** Bytes of a text in UTF-8. A lone surrogate counts as U+FFFD, as an encoder writes it. */
export function utf8Bytes(text: string): number {
  return new TextEncoder().encode(text).length;
}

const LONGEST_ARN = `arn:aws-us-gov:states:us-gov-west-1:123456789012:stateMachine:${'n'.repeat(80)}`;
