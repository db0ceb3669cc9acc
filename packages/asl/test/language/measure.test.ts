import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { measureDefinition, utf8Bytes } from '../../src/language/index.js';

describe('measureDefinition', () => {
  test('counts the definition, and the request with the quotes escaped', () => {
    const definition = { Comment: 'ä"\n€😀' };
    expect(JSON.stringify(definition)).toBe('{"Comment":"ä\\"\\n€😀"}');
    // 13 + 2 + 2 + 2 + 3 + 4 + 2 bytes; in the request 5 quotes and 2 backslashes get one more each, in 35 bytes of frame.
    const { definitionBytes, requestBytes } = measureDefinition(definition, 'arn');
    expect(definitionBytes).toBe(27);
    expect(requestBytes).toBe(
      Buffer.byteLength(JSON.stringify({ definition: JSON.stringify(definition), stateMachineArn: 'arn' })),
    );
    expect(requestBytes).toBe(27 + 7 + '{"definition":"","stateMachineArn":"arn"}'.length);
  });

  test('the request is larger, by the longest ARN unless one is given', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (definition) => {
        const short = measureDefinition({ definition }, 'arn');
        const long = measureDefinition({ definition });
        expect(short.definitionBytes).toBe(Buffer.byteLength(JSON.stringify({ definition })));
        expect(long.definitionBytes).toBe(short.definitionBytes);
        expect(long.requestBytes - short.requestBytes).toBeGreaterThan(100);
        expect(short.requestBytes).toBeGreaterThan(short.definitionBytes);
      }),
    );
  });
});

describe('utf8Bytes', () => {
  test('is what an encoder writes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => expect(utf8Bytes(text)).toBe(Buffer.byteLength(text))),
    );
    expect(utf8Bytes('\ud800')).toBe(3);
  });
});
