import { describe, expect, it } from '@jest/globals';
import { FlowError } from '@flowmap/graph';
import { memoryMetadata } from '@flowmap/store/memory';
import {
  answerMetadata,
  isMetadataCall,
  remoteMetadata,
  type MetadataReply,
} from '../../src/workers/remote-metadata.js';

const expires = new Date(2e12);

/** A worker's side over the side of the process that has the store, everything between them copied. */
const connect = (store = memoryMetadata({ now: () => 0 })) => {
  const remote = remoteMetadata((call) => {
    const message = structuredClone(call);
    expect(isMetadataCall(message)).toBe(true);
    void answerMetadata(store, message, (reply: MetadataReply) => remote.receive(structuredClone(reply)));
  });
  return remote.store;
};

describe('remoteMetadata', () => {
  it('does what a task asks of the store', async () => {
    const store = memoryMetadata({ now: () => 0 });
    await store.createRun(
      { deployment: 'f', run: 'r', status: 'RUNNING', started: '', code: '', params: { year: 2024 } },
      expires,
    );
    const remote = connect(store);
    await remote.putFacts({ address: 'f/r/a', run: 'r', facts: { each: 3 } }, expires);
    const [run, facts, none] = await Promise.all([remote.run('f', 'r'), remote.facts('f/r/a'), remote.facts('f/r/b')]);
    expect([run?.params, facts, none]).toEqual([{ year: 2024 }, { each: 3 }, undefined]);
  });

  it('carries an error over with its code and hint', async () => {
    const store = memoryMetadata({ now: () => 0 });
    const remote = connect({
      ...store,
      facts: () => Promise.reject(new FlowError('METADATA_DENIED', 'no right', { hint: 'ask' })),
    });
    await expect(remote.facts('x')).rejects.toMatchObject({
      code: 'METADATA_DENIED',
      message: 'no right',
      hint: 'ask',
    });
  });

  it('refuses what no task does', () => {
    expect(() => connect().runs('f')).toThrow('a worker of a local run does not do this');
  });

  it('does not take another message for a call', () => {
    expect(isMetadataCall({ log: {} })).toBe(false);
    expect(isMetadataCall({ metadata: 1, method: 'finishRun' })).toBe(false);
  });
});
