import {
  flow,
  list,
  param,
  type Collection,
  type Flow,
  type Lifted,
  type Ref,
  type Settled,
  type TaskError,
} from '@flowmap/flow';
import { expectTypeOf } from 'expect-type';

interface Shard {
  readonly key: string;
  readonly days: readonly string[];
  readonly size?: number;
  readonly at: Date;
}

flow({ name: 'values', params: { shards: param.json<Shard[]>() } }, ({ step, foreach, choose, input }) => {
  const start = step('start', async (): Promise<{ shards: Shard[]; kind: 'small' | 'large'; note: string }> => ({
    shards: [],
    kind: 'small',
    note: '',
  }));

  // lists that are stored as their items come
  const streamed = step('streamed', () => ({
    rows: list(
      (async function* () {
        yield 1;
      })(),
    ),
  }));
  expectTypeOf(streamed.out.rows).toEqualTypeOf<Ref<Collection<number>>>();
  foreach('perRow', { items: streamed.out.rows }, (row, s) => {
    expectTypeOf(row).toEqualTypeOf<Lifted<number>>();
    return s.step('double', { in: { row } }, ({ in: given }) => given.row * 2);
  });

  // handles
  expectTypeOf(input.shards).toExtend<Ref<Shard[]>>();
  expectTypeOf(start.out.shards).toEqualTypeOf<Ref<Shard[]>>();
  expectTypeOf(start.out.kind).toEqualTypeOf<Ref<'small' | 'large'>>();
  expectTypeOf(start.out).not.toBeAny();

  const each = foreach('each', { items: start.out.shards }, (shard, s) => {
    expectTypeOf(shard).toEqualTypeOf<Lifted<Shard>>();
    // A part that may be missing says so.
    expectTypeOf(shard.size).toExtend<Ref<number | undefined>>();
    expectTypeOf(shard.size).not.toExtend<Ref<number>>();
    expectTypeOf(shard.at).toEqualTypeOf<Ref<Date>>();
    const days = s.foreach('days', { items: shard.days, tolerate: { count: 1 } }, (day, d) =>
      d.step('length', { in: { day } }, ({ in: { day: text } }) => {
        expectTypeOf(text).toEqualTypeOf<string>();
        return text.length;
      }),
    );
    return s.step('sum', { in: { days: days.out } }, async ({ in: { days: found } }) => {
      expectTypeOf(found).toEqualTypeOf<Collection<Settled<number>>>();
      return { shard: 'x', count: found.count };
    });
  });

  // results, and the results of results
  step('join', { in: { each: each.out } }, async ({ in: { each: found } }) => {
    expectTypeOf(found).toEqualTypeOf<Collection<{ shard: string; count: number }>>();
    for await (const { count } of found) expectTypeOf(count).toEqualTypeOf<number>();
  });
  foreach('again', { items: each.out }, (one, s) =>
    s.step('look', { in: { count: one.count } }, ({ in: { count } }) => count),
  );

  // a tolerance that is there or not is a tolerance
  const maybe = { tolerate: { percentage: 1 } } as { tolerate?: { percentage: number } };
  const some = foreach(
    'some',
    { items: start.out.shards, ...(maybe.tolerate ? { tolerate: maybe.tolerate } : {}) },
    (x, s) => s.step('do', () => 1),
  );
  expectTypeOf(some.out).toExtend<Ref<Collection<number | Settled<number>>>>();

  // choices
  const closed = choose('closed', start.out.kind, {
    small: (s) => s.step('a', () => 1),
    large: (s) => s.step('b', () => 'x'),
  });
  expectTypeOf(closed.out).toExtend<Ref<number | string>>();
  const open = choose(
    'open',
    { by: start.out.note, after: [each] },
    {
      x: (s) => s.step('a', () => new Date()),
      otherwise: (s) => s.step('b', () => 1n),
    },
  );
  expectTypeOf(open.out).toExtend<Ref<Date | bigint>>();

  // handlers know what their step knows, and the error
  const caught = step('try', { in: { shards: start.out.shards } }, () => 1).catch(
    'failed',
    ({ error, in: { shards }, params }) => {
      expectTypeOf(error).toEqualTypeOf<TaskError>();
      expectTypeOf(shards).toEqualTypeOf<Shard[]>();
      expectTypeOf(params).toEqualTypeOf<Readonly<{ shards: Shard[] }>>();
      return 'no';
    },
  );
  expectTypeOf(caught.out).toExtend<Ref<number | string>>();

  step('parameters', ({ params }) => {
    // @ts-expect-error the parameters of a run are the same for all its tasks
    params.shards = [];
  });
});

// What a step puts out is read, not copied: any of it may be any.
flow({ name: 'any' }, ({ step }) => {
  const loose = step('loose', () => JSON.parse('1') as unknown);
  expectTypeOf(loose.out).toEqualTypeOf<Ref<unknown>>();
  const nothing = step('nothing', () => undefined);
  expectTypeOf(nothing.out).toEqualTypeOf<Ref<undefined>>();
});

// Numbers of a foreach may be parameters, and change no type.
const numbers = { parallel: param.integer(), share: param.number({ default: 1 }), who: param.string() };
flow({ name: 'settings', params: numbers }, ({ step, foreach, input }) => {
  const start = step('start', () => [1, 2]);
  const bounded = foreach(
    'bounded',
    { items: start.out, tolerate: { percentage: input.share, count: 3 }, concurrency: input.parallel },
    (x, s) => s.step('do', () => 1),
  );
  expectTypeOf(bounded.out).toExtend<Ref<Collection<Settled<number>>>>();
  const wide = foreach('wide', { items: start.out, concurrency: input.parallel }, (x, s) => s.step('do', () => 1));
  expectTypeOf(wide.out).toExtend<Ref<Collection<number>>>();
  // @ts-expect-error a text is no number
  foreach('text', { items: start.out, concurrency: input.who }, (x, s) => s.step('do', () => 1));
  // @ts-expect-error a list is no number
  foreach('list', { items: start.out, tolerate: { count: start.out } }, (x, s) => s.step('do', () => 1));
});

// A declaration can be written for any flow, and any flow is a Flow.
export const declared: Flow<{ who: string }, string> = flow(
  { name: 'declared', params: { who: param.string() } },
  ({ step }) => step('greet', ({ params }) => `Hello, ${params.who}`),
);
expectTypeOf(declared).toExtend<Flow>();
