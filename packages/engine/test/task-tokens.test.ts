import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Json } from '@flowmap/asl/language';
import {
  executionOfToken,
  type HistoryEvent,
  run,
  simulatedClock,
  taskTokens,
  TokenError,
  type TokenRequest,
} from '../src/index.js';
import { placeOfToken, taskToken } from '../src/tokens/token.js';
import { machine, task } from './machines.js';
import { ports } from './ports.js';

const ACTIVITY = 'arn:aws:states:us-east-1:123456789012:activity:print';
const CALLBACK = 'arn:aws:states:::sqs:sendMessage.waitForTaskToken';

function tokenFor(entered: number): string {
  return taskToken({ execution: 'arn:aws:states:us-east-1:1:execution:m:e', entered, redrives: 0, attempt: 0 });
}

interface Told {
  readonly request: TokenRequest;
  readonly abort: () => void;
  beats: number;
  workers: (string | undefined)[];
}

function requestFor(entered: number, fields: Partial<TokenRequest> = {}): Told {
  const controller = new AbortController();
  const told: Told = {
    abort: () => controller.abort(new Error('stopped')),
    beats: 0,
    workers: [],
    request: {
      token: tokenFor(entered),
      resource: ACTIVITY,
      state: 'work',
      arguments: { n: entered },
      signal: controller.signal,
      started: (worker) => void told.workers.push(worker),
      heartbeat: () => void (told.beats += 1),
      ...fields,
    },
  };
  return told;
}

function faultOf(answer: () => void): string {
  try {
    answer();
  } catch (error) {
    if (error instanceof TokenError) return `${error.name}: ${error.message}`;
    throw error;
  }
  return 'taken';
}

const GONE = `TaskTimedOut: Task Timed Out: 'Provided task does not exist anymore'`;
const INVALID = `InvalidToken: Invalid Token: 'Invalid token'`;

describe('a token', () => {
  test('stands for its place, and nothing else does', () => {
    const natural = fc.nat();
    const place = fc.record({
      execution: fc.string({ minLength: 1 }).map((name) => `arn:${name}`),
      entered: natural,
      redrives: natural,
      attempt: natural,
    });
    fc.assert(fc.property(place, (one) => expect(placeOfToken(taskToken(one))).toEqual(one)));
    fc.assert(fc.property(fc.string(), (text) => expect(placeOfToken(text)).toBeUndefined()));
    const token = tokenFor(2);
    expect(token).toMatch(/^[\w-]+$/);
    expect(placeOfToken(`${token}=`)).toBeUndefined();
    expect(placeOfToken(token.slice(1))).toBeUndefined();
    expect([executionOfToken(token), executionOfToken('x')]).toEqual([
      'arn:aws:states:us-east-1:1:execution:m:e',
      undefined,
    ]);
  });
});

describe('a waiting task', () => {
  test('is answered once', async () => {
    const tokens = taskTokens(simulatedClock());
    const { request } = requestFor(1);
    const answer = tokens.wait(request);
    tokens.succeed(tokenFor(1), { ok: true });
    expect(await answer).toEqual({ ok: true });
    expect(faultOf(() => tokens.succeed(tokenFor(1), 2))).toBe(GONE);
    expect(faultOf(() => tokens.fail(tokenFor(1)))).toBe(GONE);
    expect(faultOf(() => tokens.heartbeat(tokenFor(1)))).toBe(GONE);
  });

  test('fails with what is told, or with nothing', async () => {
    const tokens = taskTokens(simulatedClock());
    const told = tokens.wait(requestFor(1).request);
    tokens.fail(tokenFor(1), 'NoPaper', 'the tray is empty');
    await expect(told).rejects.toMatchObject({ error: 'NoPaper', explanation: 'the tray is empty' });
    const nothing = tokens.wait(requestFor(2).request);
    tokens.fail(tokenFor(2));
    await expect(nothing).rejects.toMatchObject({ error: undefined, explanation: undefined });
  });

  test('takes an answer that came before it waited', async () => {
    const tokens = taskTokens(simulatedClock());
    tokens.heartbeat(tokenFor(1));
    tokens.succeed(tokenFor(1), 'early');
    expect(faultOf(() => tokens.succeed(tokenFor(1), 'second'))).toBe(GONE);
    expect(await tokens.wait(requestFor(1).request)).toBe('early');
  });

  test('that was stopped takes no answer', async () => {
    const tokens = taskTokens(simulatedClock());
    const { request, abort } = requestFor(1);
    const answer = tokens.wait(request);
    abort();
    await expect(answer).rejects.toThrow('stopped');
    expect(faultOf(() => tokens.succeed(tokenFor(1), 1))).toBe(GONE);
    // Until an execution that goes on waits for it again.
    const again = tokens.wait(requestFor(1).request);
    tokens.succeed(tokenFor(1), 2);
    expect(await again).toBe(2);
  });

  test('hears the heartbeats', () => {
    const tokens = taskTokens(simulatedClock());
    const told = requestFor(1);
    void tokens.wait(told.request);
    tokens.heartbeat(tokenFor(1));
    tokens.heartbeat(tokenFor(1));
    expect(told.beats).toBe(2);
  });

  test('is waited for by one alone, and has a token', async () => {
    const tokens = taskTokens(simulatedClock());
    void tokens.wait(requestFor(1).request);
    await expect(tokens.wait(requestFor(1).request)).rejects.toThrow('waited for already');
    const { token: _, ...without } = requestFor(2).request;
    await expect(tokens.wait({ ...without, resource: 'arn:aws:states:::lambda:invoke' })).rejects.toThrow(
      'The task work has no token',
    );
  });

  test('is no arbitrary text', () => {
    const tokens = taskTokens(simulatedClock());
    for (const text of ['', 'token', 'AAAA', tokenFor(1).slice(2)]) {
      expect(faultOf(() => tokens.succeed(text, 1))).toBe(INVALID);
      expect(faultOf(() => tokens.heartbeat(text))).toBe(INVALID);
    }
  });
});

describe('an activity', () => {
  test('gives each task to one worker, the oldest first', async () => {
    const tokens = taskTokens(simulatedClock());
    const [first, second] = [requestFor(1), requestFor(2)];
    const answers = [tokens.offer(first.request), tokens.offer(second.request)];
    expect(await tokens.poll(ACTIVITY, { worker: 'a' })).toEqual({ token: tokenFor(1), input: { n: 1 } });
    expect(await tokens.poll(ACTIVITY)).toEqual({ token: tokenFor(2), input: { n: 2 } });
    expect([first.workers, second.workers]).toEqual([['a'], [undefined]]);
    tokens.succeed(tokenFor(2), 'two');
    tokens.succeed(tokenFor(1), 'one');
    expect(await Promise.all(answers)).toEqual(['one', 'two']);
  });

  test('keeps a worker waiting for a minute', async () => {
    const clock = simulatedClock(0);
    const tokens = taskTokens(clock);
    expect(await tokens.poll(ACTIVITY)).toBeUndefined();
    expect(clock.now()).toBe(60_000);
    const poll = tokens.poll(ACTIVITY);
    const other = tokens.poll(`${ACTIVITY}2`);
    void tokens.offer(requestFor(1).request);
    expect(await poll).toMatchObject({ token: tokenFor(1) });
    expect(clock.now()).toBe(60_000);
    expect(await other).toBeUndefined();
  });

  test('forgets a worker that has left, and a task that was stopped', async () => {
    const tokens = taskTokens(simulatedClock());
    const controller = new AbortController();
    const left = tokens.poll(ACTIVITY, { signal: controller.signal });
    controller.abort();
    expect(await left).toBeUndefined();
    expect(await tokens.poll(ACTIVITY, { signal: controller.signal })).toBeUndefined();
    const { request, abort } = requestFor(1);
    const stopped = tokens.offer(request);
    abort();
    await expect(stopped).rejects.toThrow('stopped');
    void tokens.offer(requestFor(2).request);
    expect(await tokens.poll(ACTIVITY)).toMatchObject({ token: tokenFor(2) });
    expect(await tokens.poll(ACTIVITY)).toBeUndefined();
  });

  test('does not offer what a worker has had since before a restart', async () => {
    const tokens = taskTokens(simulatedClock());
    const under = tokens.offer(requestFor(1, { submission: null }).request);
    expect(await tokens.poll(ACTIVITY)).toBeUndefined();
    tokens.succeed(tokenFor(1), 'done');
    expect(await under).toBe('done');
    tokens.succeed(tokenFor(2), 'before');
    expect(await tokens.offer(requestFor(2).request)).toBe('before');
    expect(await tokens.poll(ACTIVITY)).toBeUndefined();
  });

  test('loses and doubles no task, however workers and tasks come', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom('task', 'poll', 'leave'), { maxLength: 40 }), async (moves) => {
        const tokens = taskTokens(simulatedClock());
        const polls: { readonly taken: Promise<{ readonly input: Json } | undefined>; readonly leave: () => void }[] =
          [];
        let offered = 0;
        for (const move of moves) {
          if (move === 'task') void tokens.offer(requestFor((offered += 1)).request);
          if (move === 'leave') polls.at(-1)?.leave();
          if (move !== 'poll') continue;
          const controller = new AbortController();
          const taken = tokens.poll(ACTIVITY, { signal: controller.signal });
          polls.push({ taken, leave: () => controller.abort() });
        }
        // As many as can come yet.
        const rest = moves.map(() => tokens.poll(ACTIVITY));
        const all = await Promise.all([...polls.map(({ taken }) => taken), ...rest]);
        const inputs = all.filter((taken) => taken !== undefined).map(({ input }) => (input as { n: number }).n);
        expect(inputs.sort((a, b) => a - b)).toEqual(Array.from({ length: offered }, (_, i) => i + 1));
      }),
      { numRuns: 60 },
    );
  });
});

describe('with an engine', () => {
  test('a machine waits for its token, another thread of the host answers', async () => {
    const use = ports((request) => {
      request.submitted({ MessageId: 'm' });
      void use.clock.wait(90_000, request.signal).then(() => tokens.succeed(request.token ?? '', { approved: true }));
      return tokens.wait(request);
    });
    const tokens = taskTokens(use.clock);
    const outcome = await run(machine({ work: task({ Resource: CALLBACK, TimeoutSeconds: 100 }) }), {}, use);
    expect(outcome).toEqual({ status: 'SUCCEEDED', output: { approved: true } });
    expect(use.clock.now()).toBe(90_000);
  });

  test('workers do the tasks of an activity', async () => {
    const events: HistoryEvent[] = [];
    const use = ports((request) => tokens.offer(request), events);
    const tokens = taskTokens(use.clock);
    const work = async (): Promise<void> => {
      for (let given = await tokens.poll(ACTIVITY, { worker: 'w' }); given; given = await tokens.poll(ACTIVITY)) {
        const { n } = given.input as { n: number };
        if (n === 2) tokens.fail(given.token, 'Odd');
        else tokens.succeed(given.token, n * 10);
      }
    };
    const worker = work();
    const one = machine({ work: task({ Resource: ACTIVITY }) });
    expect(await run(one, { n: 1 }, use)).toEqual({ status: 'SUCCEEDED', output: 10 });
    expect(events[3]).toMatchObject({ type: 'ActivityStarted', details: { workerName: 'w' } });
    expect(await run(one, { n: 2 }, use)).toEqual({ status: 'FAILED', error: 'Odd' });
    await worker;
  });

  test('a failure without a name is caught as any', async () => {
    const use = ports((request) => {
      const answer = tokens.wait(request);
      tokens.fail(request.token ?? '');
      return answer;
    });
    const tokens = taskTokens(use.clock);
    const definition = machine({
      work: task({ Resource: CALLBACK, Catch: [{ ErrorEquals: ['States.ALL'], Next: 'rest', Output: 'caught' }] }),
      rest: { Type: 'Succeed' },
    });
    expect(await run(definition, {}, use)).toEqual({ status: 'SUCCEEDED', output: 'caught' });
    expect(await run(machine({ work: task({ Resource: CALLBACK }) }), {}, use)).toEqual({ status: 'FAILED' });
  });
});
