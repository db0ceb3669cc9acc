import type { AnySteps, Flow } from '@flowmap/flow';

/** A flow of which only the name is known. */
export type UnknownFlow = Flow<{ readonly [name: string]: unknown }, unknown, AnySteps>;

/** The parameters of a flow. */
export type ParamsOf<F> = F extends Flow<infer P> ? P : never;

/** The result of a flow. */
export type ResultOf<F> = F extends Flow<never, infer R> ? R : never;

/** What the steps of a flow put out, by their paths; of one that does not say it, any path and nothing known. */
export type StepsOf<F> = F extends Flow<never, unknown, infer S> ? (unknown extends S ? AnySteps : S) : never;
