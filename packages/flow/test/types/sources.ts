import { flow, param, s3, type Collection, type Lifted, type Ref, type S3Object, type Source } from '@flowmap/flow';
import { expectTypeOf } from 'expect-type';

interface Flight {
  readonly delay: number;
}

flow({ name: 'sources', params: { day: param.string(), rows: param.integer() } }, ({ step, foreach, input }) => {
  const plan = step('plan', () => ({ key: 'a.csv', rows: 3 }));

  // what an item is
  const files = foreach('files', { items: s3.list({ bucket: 'raw', prefix: input.day }) }, (file, s) => {
    expectTypeOf(file).toEqualTypeOf<Lifted<S3Object>>();
    expectTypeOf(file.lastModified).toEqualTypeOf<Ref<Date>>();
    return s.step('size', { in: { size: file.size } }, ({ in: { size } }) => size);
  });
  expectTypeOf(files.out).toEqualTypeOf<Ref<Collection<number>>>();

  const columns = { year: 'integer', delay: 'number?', note: 'string', late: 'boolean?' } as const;
  expectTypeOf(s3.csv({ bucket: 'raw', key: plan.out.key, columns })).toEqualTypeOf<
    Source<{
      readonly year: number;
      readonly delay: number | null;
      readonly note: string;
      readonly late: boolean | null;
    }>
  >();
  // The columns are told from each other where they are written, too.
  const rows = foreach(
    'rows',
    { items: s3.csv({ bucket: 'raw', key: 'a', columns: { year: 'integer' } }) },
    (row, s) => {
      expectTypeOf(row).toEqualTypeOf<Lifted<{ readonly year: number }>>();
      return s.step('year', { in: { row } }, ({ in: given }) => given.row.year);
    },
  );
  expectTypeOf(rows.out).toEqualTypeOf<Ref<Collection<number>>>();

  foreach('lines', { items: s3.jsonl<Flight>({ bucket: 'raw', key: 'a' }) }, (flight, s) =>
    s.step('delay', { in: { delay: flight.delay } }, ({ in: { delay } }) => delay),
  );

  // settings
  // @ts-expect-error a number is no key
  s3.jsonl({ bucket: 'raw', key: plan.out.rows });
  // @ts-expect-error nor is a parameter that is one
  s3.jsonl({ bucket: 'raw', key: input.rows });
  // @ts-expect-error a file needs a key
  s3.jsonl({ bucket: 'raw' });
  // @ts-expect-error there is no such type of column
  s3.csv({ bucket: 'raw', key: 'a', columns: { day: 'date' } });
  // @ts-expect-error a source is no value of the flow: no step can have it as an input
  step('whole', { in: { all: s3.jsonl<Flight>({ bucket: 'raw', key: 'a' }) } }, () => 1);

  return plan;
});
