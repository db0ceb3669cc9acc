import { CreateLogStreamCommand, PutLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { describe, expect, test } from '@jest/globals';
import { type LogOptions, readLogs, terminate, trigger } from '../../src/index.js';
import { ECHO, WAIT } from './support/machines.js';
import { world } from './support/world.js';

const w = world();
const RUN = { deployment: 'flights', run: 'one' };

async function opened(definition: object): Promise<void> {
  await w.deploy('flights', definition);
  await trigger('flights', { params: {}, runId: 'one' }, w);
  for (const logStreamName of ['a', 'b']) {
    await w.aws.logs.send(new CreateLogStreamCommand({ logGroupName: '/flowmap/flights', logStreamName }));
  }
}

/** A task writes a line. */
async function log(address: string, message: string, stream = 'a', prefix = ''): Promise<void> {
  const timestamp = Date.now();
  const line = JSON.stringify({ time: new Date(timestamp).toISOString(), address, attempt: 1, message });
  await w.aws.logs.send(
    new PutLogEventsCommand({
      logGroupName: '/flowmap/flights',
      logStreamName: stream,
      logEvents: [{ timestamp, message: `${prefix}${line}` }],
    }),
  );
}

async function messages(options: LogOptions = {}): Promise<string[]> {
  const all: string[] = [];
  for await (const { message } of readLogs(w, RUN, options)) all.push(message);
  return all;
}

describe('readLogs', () => {
  test('gives the lines of a run, or of what is at and below a step', async () => {
    await opened(ECHO);
    await log('flights/one/start', 'first');
    await log('flights/one/perChunk/fit/3', 'third item', 'b');
    await log('flights/one/perChunk/fit/31', 'thirty-first item');
    await log('flights/one/perChunk/fitness/3', 'another step');
    await log('flights/other/start', 'another run');
    await log('flights/one2/start', 'a longer name');
    expect(await messages()).toEqual(['first', 'third item', 'thirty-first item', 'another step']);
    expect(await messages({ step: 'perChunk/fit' })).toEqual(['third item', 'thirty-first item']);
    expect(await messages({ step: 'perChunk/fit/3' })).toEqual(['third item']);
    expect(await messages({ step: 'start' })).toEqual(['first']);
    expect(await messages({ since: new Date(Date.now() + 60_000) })).toEqual([]);
  });

  test('gives lines as tasks write them', async () => {
    await opened(ECHO);
    await log('flights/one/start', 'hello');
    const lines = [];
    for await (const line of readLogs(w, RUN)) lines.push(line);
    expect(lines).toEqual([{ time: expect.any(String), address: 'flights/one/start', attempt: 1, message: 'hello' }]);
  });

  test('waits for more, gives each line once, and ends some time after the run', async () => {
    await opened(WAIT);
    await log('flights/one/start', 'before');
    const seen: string[] = [];
    for await (const { message } of readLogs(w, RUN, { follow: true })) {
      seen.push(message);
      if (message === 'before') await log('flights/one/start', 'after');
      if (message === 'after') {
        await terminate(RUN, {}, w);
        await log('flights/one/start', 'late');
      }
    }
    expect(seen).toEqual(['before', 'after', 'late']);
  });

  test('stops following when it is told to', async () => {
    await opened(WAIT);
    await log('flights/one/start', 'before');
    const stop = new AbortController();
    for await (const _ of readLogs(w, RUN, { follow: true, signal: stop.signal })) stop.abort();
    expect(w.waits).toEqual([]);
  });

  test.each(['a*', 'a" || $.x = "', '', '/a', 'a//b'])('refuses %j as a step', async (step) => {
    await expect(messages({ step })).rejects.toMatchObject({ code: 'NO_SUCH_STEP' });
  });

  test('says that the run is not there', async () => {
    await w.deploy('flights', ECHO);
    await expect(messages()).rejects.toMatchObject({ code: 'NO_SUCH_RUN' });
  });
});
