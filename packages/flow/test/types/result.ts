import { flow, param, type AnySteps, type Flow } from '@flowmap/flow';
import { expectTypeOf } from 'expect-type';

const silent = flow({ name: 'silent' }, ({ step }) => {
  step('only', () => 1);
});
expectTypeOf(silent).toExtend<Flow>();
expectTypeOf<typeof silent>().toExtend<Flow<never, undefined>>();

const loud = flow({ name: 'loud', params: { rows: param.integer(), mode: param.enum(['fast', 'slow']) } }, ({ step }) =>
  step('only', ({ params }) => {
    expectTypeOf(params).toEqualTypeOf<{ readonly rows: number; readonly mode: 'fast' | 'slow' }>();
    return { at: new Date() };
  }),
);
expectTypeOf(loud).toEqualTypeOf<
  Flow<{ rows: number; mode: 'fast' | 'slow' }, { at: Date }, { readonly only: { at: Date } } & AnySteps>
>();

// @ts-expect-error a handle is no node
flow({ name: 'handle' }, ({ step }) => step('only', () => 1).out);
