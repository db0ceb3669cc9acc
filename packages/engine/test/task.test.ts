import { describe, expect, test } from '@jest/globals';
import type { Json, TaskState } from '@flowmap/asl/language';
import {
  check,
  type HistoryEvent,
  type Ports,
  run,
  simulatedClock,
  taskTokens,
  type TaskRequest,
} from '../src/index.js';
import { placeOfToken } from '../src/tokens/token.js';
import { machine, task } from './machines.js';
import { ports } from './ports.js';

const ACTIVITY = 'arn:aws:states:us-east-1:123456789012:activity:print';
const CALLBACK = 'arn:aws:states:::sqs:sendMessage.waitForTaskToken';

/** Runs one task and gives its outcome and the events between its entry and the end of the execution. */
async function runTask(
  fields: Partial<TaskState>,
  work: (request: TaskRequest, use: Ports) => Json | Promise<Json>,
): Promise<{ outcome: Json; events: HistoryEvent[]; use: Ports }> {
  const events: HistoryEvent[] = [];
  const use: Ports = ports((request) => work(request, use), events);
  const outcome = (await run(machine({ work: task(fields) }), { n: 1 }, use)) as unknown as Json;
  return { outcome, events: events.slice(2, -1), use };
}

function typesOf(events: readonly HistoryEvent[]): string[] {
  return events.map(({ type }) => type);
}

describe('an activity', () => {
  test('is scheduled, taken by a worker, and answered', async () => {
    const { outcome, events } = await runTask(
      { Resource: ACTIVITY, TimeoutSeconds: 60, HeartbeatSeconds: 10 },
      ({ started }) => {
        started('worker 7');
        return { printed: true };
      },
    );
    expect(outcome).toEqual({ status: 'SUCCEEDED', output: { printed: true } });
    expect(events.map(({ type, details }) => [type, details])).toEqual([
      ['ActivityScheduled', { input: { n: 1 }, resource: ACTIVITY, timeoutInSeconds: 60, heartbeatInSeconds: 10 }],
      ['ActivityStarted', { workerName: 'worker 7' }],
      ['ActivitySucceeded', { output: { printed: true } }],
      ['TaskStateExited', { name: 'work', output: { printed: true } }],
    ]);
  });

  test('has an event of its start also where nobody told it', async () => {
    const { events } = await runTask({ Resource: ACTIVITY }, () => null);
    expect(events[1]).toMatchObject({ type: 'ActivityStarted', details: {} });
    const failed = await runTask({ Resource: ACTIVITY }, () => Promise.reject(new Error('no paper')));
    expect(typesOf(failed.events)).toEqual(['ActivityScheduled', 'ActivityStarted', 'ActivityFailed']);
  });

  test('times out though no worker came', async () => {
    const { outcome, events } = await runTask(
      { Resource: ACTIVITY, TimeoutSeconds: 5 },
      () => new Promise<null>(() => undefined),
    );
    expect(outcome).toEqual({ status: 'FAILED', error: 'States.Timeout' });
    expect(typesOf(events)).toEqual(['ActivityScheduled', 'ActivityTimedOut']);
  });

  test('owes heartbeats from its start on', async () => {
    const { outcome, use } = await runTask(
      { Resource: ACTIVITY, HeartbeatSeconds: 10 },
      async ({ started, signal }, { clock }) => {
        await clock.wait(500_000, signal);
        started();
        return await new Promise<null>(() => undefined);
      },
    );
    expect(outcome).toMatchObject({ error: 'States.Timeout' });
    expect(use.clock.now()).toBe(510_000);
  });

  test('that is gone ends the execution before anything is scheduled', async () => {
    const use: Ports = { ...ports(() => null), activityExists: async (arn) => arn !== ACTIVITY };
    const definition = machine({
      work: task({ Resource: ACTIVITY, Catch: [{ ErrorEquals: ['States.ALL'], Next: 'rest' }] }),
      rest: { Type: 'Succeed' },
    });
    expect(await run(definition, {}, use)).toEqual({
      status: 'FAILED',
      error: 'States.Runtime',
      cause:
        `An error occurred while executing the state 'work' (entered at the event id #2). ` +
        `The activity ${ACTIVITY} does not exist.`,
    });
  });
});

describe('heartbeats', () => {
  test('put the end off, up to the timeout', async () => {
    const beating = async ({ heartbeat, signal }: TaskRequest, { clock }: Ports): Promise<null> => {
      for (let i = 0; i < 100; i += 1) {
        await clock.wait(4000, signal);
        heartbeat();
      }
      return null;
    };
    const whole = await runTask({ Resource: CALLBACK, HeartbeatSeconds: 5 }, beating);
    expect(whole.outcome).toMatchObject({ status: 'SUCCEEDED' });
    expect(whole.use.clock.now()).toBe(400_000);
    const limited = await runTask({ Resource: CALLBACK, HeartbeatSeconds: 5, TimeoutSeconds: 30 }, beating);
    expect(limited.outcome).toMatchObject({ error: 'States.Timeout' });
    expect(limited.use.clock.now()).toBe(30_000);
  });

  test('that fail to come are a timeout, and caught under either name', async () => {
    const silent = (): Promise<null> => new Promise(() => undefined);
    const { outcome, events } = await runTask({ Resource: CALLBACK, HeartbeatSeconds: 5 }, silent);
    expect(outcome).toEqual({ status: 'FAILED', error: 'States.Timeout' });
    expect(events.at(-1)).toMatchObject({ type: 'TaskTimedOut', details: { error: 'States.Timeout' } });
    const namesOf = async (fields: Partial<TaskState>): Promise<string[]> => {
      const caught: string[] = [];
      for (const name of ['States.Timeout', 'States.HeartbeatTimeout', 'States.TaskFailed']) {
        const definition = machine({
          work: task({ Resource: CALLBACK, ...fields, Catch: [{ ErrorEquals: [name], Next: 'rest' }] }),
          rest: { Type: 'Succeed' },
        });
        const { status } = await run(definition, {}, ports(silent));
        if (status === 'SUCCEEDED') caught.push(name);
      }
      return caught;
    };
    expect(await namesOf({ HeartbeatSeconds: 5 })).toEqual(['States.Timeout', 'States.HeartbeatTimeout']);
    expect(await namesOf({ TimeoutSeconds: 5 })).toEqual(['States.Timeout']);
  });

  test('are not asked for while the work waits for its place', async () => {
    const { outcome, use } = await runTask({ HeartbeatSeconds: 5 }, async ({ hold, signal }, { clock }) => {
      const begin = hold();
      await clock.wait(60_000, signal);
      begin();
      await clock.wait(4000, signal);
      return null;
    });
    expect(outcome).toMatchObject({ status: 'SUCCEEDED' });
    expect(use.clock.now()).toBe(64_000);
  });
});

describe('a task that is answered by a token', () => {
  test('has it in the context object and in the request, for this attempt alone', async () => {
    const tokens: (string | undefined)[] = [];
    const { events } = await runTask(
      {
        Resource: CALLBACK,
        Arguments: { token: '{% $states.context.Task.Token %}' },
        Retry: [{ ErrorEquals: ['again'] }],
      },
      ({ token, arguments: given }) => {
        expect(given).toEqual({ token });
        tokens.push(token);
        if (tokens.length < 3) throw Object.assign(new Error(), { name: 'again' });
        return null;
      },
    );
    expect(new Set(tokens).size).toBe(3);
    expect(placeOfToken(tokens[2] ?? '')).toEqual({
      execution: events[0]?.execution,
      entered: 2,
      redrives: 0,
      attempt: 2,
    });
  });

  test('gets its submission recorded before its answer', async () => {
    const { events } = await runTask({ Resource: CALLBACK }, ({ submitted }) => {
      submitted({ MessageId: 'm' });
      return { approved: true };
    });
    const resource = { resource: 'sendMessage.waitForTaskToken', resourceType: 'sqs' };
    expect(events.slice(2, 4).map(({ type, details }) => [type, details])).toEqual([
      ['TaskSubmitted', { output: { MessageId: 'm' }, ...resource }],
      ['TaskSucceeded', { output: { approved: true }, ...resource }],
    ]);
  });

  test.each(['arn:aws:states:::lambda:invoke', 'arn:aws:lambda:us-east-1:123456789012:function:f'])(
    'is none that calls %s',
    async (Resource) => {
      let token: string | undefined = 'unset';
      await runTask({ Resource }, (request) => {
        token = request.token;
        return null;
      });
      expect(token).toBeUndefined();
    },
  );

  test('does not record what its port says too late', async () => {
    let late: TaskRequest | undefined;
    const { events } = await runTask({ Resource: CALLBACK, TimeoutSeconds: 1 }, (request) => {
      late = request;
      return new Promise<null>(() => undefined);
    });
    const before = events.length;
    late?.submitted({ MessageId: 'm' });
    late?.started('worker');
    late?.heartbeat();
    expect(events).toHaveLength(before);
  });
});

test('Credentials are evaluated, shown in the history and given to the port', async () => {
  let credentials: Json | undefined;
  const { events } = await runTask({ Credentials: { RoleArn: `{% 'role-' & $states.input.n %}` } }, (request) => {
    credentials = request.credentials;
    return null;
  });
  expect(credentials).toEqual({ RoleArn: 'role-1' });
  expect(events[0]?.details).toMatchObject({ taskCredentials: { roleArn: 'role-1' } });
  const wrong = await runTask({ Credentials: { RoleArn: '{% $states.input.n %}' } }, () => null);
  expect(wrong.outcome).toMatchObject({ error: 'States.Runtime' });
});

test.each([ACTIVITY, CALLBACK, 'arn:aws:states:::batch:submitJob.sync'])(
  'an EXPRESS machine refuses to wait for %s',
  (Resource) => {
    expect(check(machine({ work: task({ Resource }) }), 'EXPRESS')).toHaveLength(1);
    expect(check(machine({ work: task({ Resource }) }), 'STANDARD')).toEqual([]);
  },
);

describe('after a restart', () => {
  /** Runs until the task waits, stops, and runs on from the events so far with another port. */
  async function goOn(
    fields: Partial<TaskState>,
    first: (request: TaskRequest) => void,
    second: (request: TaskRequest, use: Ports) => Json | Promise<Json>,
    now = 0,
  ): Promise<{ outcome: Json; events: HistoryEvent[] }> {
    const definition = machine({ work: task(fields) });
    const past: HistoryEvent[] = [];
    let crash: () => void = () => undefined;
    const crashed = new Promise<void>((resolve) => (crash = resolve));
    void run(
      definition,
      {},
      ports((request) => {
        first(request);
        crash();
        return new Promise<null>(() => undefined);
      }, past),
      { name: 'e' },
    );
    await crashed;
    const events: HistoryEvent[] = [];
    const use: Ports = { ...ports((request) => second(request, use), events), clock: simulatedClock(now) };
    const outcome = (await run(definition, {}, use, { name: 'e', past: [...past] })) as unknown as Json;
    return { outcome, events };
  }

  test('a task waits for the same token and is not submitted again', async () => {
    let token: string | undefined;
    const { outcome, events } = await goOn(
      { Resource: CALLBACK },
      (request) => {
        token = request.token;
        request.submitted({ MessageId: 'm' });
      },
      (request) => {
        expect(request.token).toBe(token);
        expect(request.submission).toEqual({ MessageId: 'm' });
        return 'answer';
      },
    );
    expect(outcome).toEqual({ status: 'SUCCEEDED', output: 'answer' });
    expect(typesOf(events)).toEqual(['TaskSucceeded', 'TaskStateExited', 'ExecutionSucceeded']);
  });

  test('a worker that has an activity still owes heartbeats, and no other gets the task', async () => {
    let polled: Promise<unknown> | undefined;
    const { outcome, events } = await goOn(
      { Resource: ACTIVITY, HeartbeatSeconds: 5 },
      ({ started }) => started('first'),
      async (request, { clock }) => {
        const tokens = taskTokens(clock);
        polled = tokens.poll(ACTIVITY);
        return await tokens.offer(request);
      },
    );
    expect(await polled).toBeUndefined();
    expect(outcome).toEqual({ status: 'FAILED', error: 'States.Timeout' });
    expect(typesOf(events)).toEqual(['ActivityTimedOut', 'ExecutionFailed']);
  });

  test('the timeout of what was submitted goes on, and an answer from between is taken', async () => {
    const submit = ({ submitted }: TaskRequest): void => submitted({ MessageId: 'm' });
    const fields = { Resource: CALLBACK, TimeoutSeconds: 100 };
    const late = await goOn(fields, submit, () => new Promise<null>(() => undefined), 90_000);
    expect(late.outcome).toMatchObject({ error: 'States.Timeout' });
    expect(late.events[0]).toMatchObject({ type: 'TaskTimedOut', timestamp: 100_000 });
    const answered = await goOn(fields, submit, () => 'answer', 150_000);
    expect(answered.outcome).toEqual({ status: 'SUCCEEDED', output: 'answer' });
    const anew = await goOn(
      fields,
      () => undefined,
      () => new Promise<null>(() => undefined),
      90_000,
    );
    expect(anew.events.find(({ type }) => type === 'TaskTimedOut')).toMatchObject({ timestamp: 190_000 });
  });

  test('an activity that is gone by now does not undo what was done', async () => {
    const definition = machine({ work: task({ Resource: ACTIVITY }) });
    const past: HistoryEvent[] = [];
    await run(
      definition,
      {},
      ports(() => 'done', past),
      { name: 'e' },
    );
    const use: Ports = { ...ports(() => null), activityExists: () => false };
    const cut = past.slice(0, past.findIndex(({ type }) => type === 'ActivitySucceeded') + 1);
    const outcome = await run(definition, {}, use, { name: 'e', past: cut });
    expect(outcome).toEqual({ status: 'SUCCEEDED', output: 'done' });
  });

  test('a result of null is not asked for again', async () => {
    const definition = machine({ work: task({ Next: 'rest' }), rest: { Type: 'Wait', Seconds: 1, End: true } });
    const past: HistoryEvent[] = [];
    await run(
      definition,
      {},
      ports(() => null, past),
      { name: 'e' },
    );
    const cut = past.slice(0, past.findIndex(({ type }) => type === 'TaskSucceeded') + 1);
    const again = ports(() => Promise.reject(new Error('asked again')));
    expect(await run(definition, {}, again, { name: 'e', past: cut })).toEqual({ status: 'SUCCEEDED', output: null });
  });

  test('heartbeats that failed to come are still known as such', async () => {
    const definition = machine({
      work: task({
        Resource: CALLBACK,
        HeartbeatSeconds: 5,
        Catch: [{ ErrorEquals: ['States.HeartbeatTimeout'], Next: 'rest' }],
      }),
      rest: { Type: 'Succeed' },
    });
    const past: HistoryEvent[] = [];
    const silent = (): Promise<null> => new Promise(() => undefined);
    const whole = await run(definition, {}, ports(silent, past), { name: 'e' });
    const cut = past.slice(0, past.findIndex(({ type }) => type === 'TaskTimedOut') + 1);
    expect(await run(definition, {}, ports(silent), { name: 'e', past: cut })).toEqual(whole);
  });
});
