import { runsOf, type PastTask, type UnknownFlow } from '@flowmap/client';
import { flow, param, withSteps, type Collection, type Flow, type Settled } from '@flowmap/flow';
import { memoryMetadata, memoryObjects } from '@flowmap/store/memory';
import { expectTypeOf } from 'expect-type';

const stores = { objects: memoryObjects(), metadata: memoryMetadata({ now: () => 0 }) };

const flights = flow({ name: 'flights', params: { year: param.integer() } }, ({ step, foreach }) => {
  const start = step('start', ({ params }) => ({ files: [`${params.year}.csv`], at: new Date() }));
  const perFile = foreach('perFile', { items: start.out.files, tolerate: { count: 1 } }, (file, s) =>
    s.step('summarise', { in: { file } }, ({ in: given }) => ({ late: given.file.length })),
  );
  const report = step('report', { in: { all: perFile.out } }, ({ in: { all } }) => new Map([['late', all.count]]));
  return withSteps(report, start, perFile);
});

const run = await runsOf<typeof flights>('flights', stores).latest();
if (run) {
  expectTypeOf(run.params).toEqualTypeOf<{ year: number }>();
  expectTypeOf(await run.result()).toEqualTypeOf<Map<string, number>>();
  expectTypeOf(await run.step('report').output()).toEqualTypeOf<Map<string, number>>();
  expectTypeOf(await run.step('start').output()).toEqualTypeOf<{ files: string[]; at: Date }>();
  expectTypeOf(await run.step('perFile/summarise').output(17)).toEqualTypeOf<{ late: number }>();
  for await (const task of run.step('perFile/summarise')) {
    expectTypeOf(task).toEqualTypeOf<PastTask<{ late: number }>>();
    if (task.ok) expectTypeOf(await task.output()).toEqualTypeOf<{ late: number }>();
    if (task.ok) expectTypeOf(await task.output(['late'])).toEqualTypeOf<unknown>();
  }
  // @ts-expect-error there is no such step
  run.step('repord');
  // @ts-expect-error a foreach is no step
  run.step('perFile');
  // @ts-expect-error it has no such parameter
  expectTypeOf(run.params.month);
}

// The flow itself says the same.
const same = await runsOf(flights, stores).get('one');
expectTypeOf(same).toEqualTypeOf(run);

// Without withSteps any path may be one, and what the returned node puts out is known.
const wide = flow({ name: 'wide' }, ({ step, foreach }) => {
  const start = step('start', () => ['mon', 'tue']);
  return foreach('perDay', { items: start.out, tolerate: { count: 1 } }, (day, s) =>
    s.step('shout', { in: { day } }, ({ in: given }) => given.day.toUpperCase()),
  );
});
const loose = await runsOf<typeof wide>('wide', stores).latest();
if (loose) {
  expectTypeOf(await loose.result()).toEqualTypeOf<Collection<Settled<string>>>();
  expectTypeOf(await loose.step('perDay/shout').output('0')).toEqualTypeOf<string>();
  expectTypeOf(await loose.step('start').output()).toEqualTypeOf<unknown>();
}

// A flow of which only the name is known, or only the type that somebody wrote down.
const unknown = await runsOf('flights', stores).latest();
if (unknown) {
  expectTypeOf(unknown.params).toEqualTypeOf<{ readonly [name: string]: unknown }>();
  expectTypeOf(await unknown.step('report').output()).toEqualTypeOf<unknown>();
}
expectTypeOf<UnknownFlow>().toExtend<Flow>();
const written = await runsOf<Flow<{ year: number }, string>>('flights', stores).latest();
if (written) {
  expectTypeOf(await written.result()).toEqualTypeOf<string>();
  expectTypeOf(await written.step('any').output()).toEqualTypeOf<unknown>();
}
