import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Json, Trigger } from '@flowmap/graph';
import { eventInput } from '../../src/model/event-input.js';

const CREATED = {
  detail: { bucket: { name: 'raw' }, object: { key: 'a "b" <etag>.csv', size: 12, etag: 'e7a6' } },
};
const ENDED = { detail: { name: 'run-1', status: 'SUCCEEDED' } };

/** What EventBridge sends to a target for an event. */
function sent(target: ReturnType<typeof eventInput>, event: object): unknown {
  const { Input, InputTransformer } = target as unknown as {
    readonly Input?: string;
    readonly InputTransformer?: { readonly InputPathsMap: { [name: string]: string }; readonly InputTemplate: string };
  };
  if (!InputTransformer) return JSON.parse(Input ?? '');
  const { InputPathsMap, InputTemplate } = InputTransformer;
  const filled = InputTemplate.replaceAll(/<([^>]*)>/gu, (_, name: string) => {
    const path = InputPathsMap[name];
    if (path === undefined) throw new Error(`the template names ${name}, which is no variable`);
    const steps = path.split('.').slice(1);
    return JSON.stringify(steps.reduce<unknown>((at, step) => (at as { [step: string]: unknown })[step], event));
  });
  return JSON.parse(filled);
}

const upload = (more: Partial<Trigger>): Trigger => ({ on: 's3-object', bucket: 'raw', ...more }) as Trigger;

describe('the input of a run that an event starts', () => {
  test('has what the event says of the object, texts and numbers', () => {
    const from = { file: 'key', bytes: 'size', tag: 'etag', where: 'bucket' } as const;
    expect(sent(eventInput(upload({ from, params: { rows: 7 } })), CREATED)).toEqual({
      rows: 7,
      file: 'a "b" <etag>.csv',
      bytes: 12,
      tag: 'e7a6',
      where: 'raw',
    });
  });

  test('has the run that ended, and how', () => {
    const trigger: Trigger = { on: 'flow-end', flow: 'f', status: ['FAILED'], from: { up: 'run', how: 'status' } };
    expect(sent(eventInput(trigger), ENDED)).toEqual({ up: 'run-1', how: 'SUCCEEDED' });
  });

  test('has constants as they are, whatever they contain', () => {
    const awkward = fc.oneof(fc.constantFrom('<key>', '<other>', '"<key>"', '\\"<', '</>', '\\u003c'), fc.string());
    const params = fc.dictionary(
      awkward.filter((name) => name !== 'file' && name !== '__proto__'),
      fc.oneof(awkward, fc.jsonValue()) as fc.Arbitrary<Json>,
    );
    fc.assert(
      fc.property(params, fc.boolean(), (given, taken) => {
        const trigger = upload({ params: given, ...(taken && { from: { file: 'key' } }) });
        const there = { ...given, ...(taken && { file: 'a "b" <etag>.csv' }) };
        expect(JSON.stringify(sent(eventInput(trigger), CREATED))).toBe(
          JSON.stringify(JSON.parse(JSON.stringify(there))),
        );
      }),
    );
  });

  test('is nothing but the parameters where nothing is taken from the event', () => {
    expect(eventInput(upload({ params: { rows: 1 } }))).toEqual({ Input: '{"rows":1}' });
    expect(eventInput(upload({}))).toEqual({ Input: '{}' });
  });
});
