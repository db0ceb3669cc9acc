import { type Flow, flow, param } from '@flowmap/flow';
import type { inline } from '@flowmap/map-inline';
import { candidates, error, makePoints } from './model.js';

/** Any map strategy: they all have one type. */
type Strategy = ReturnType<typeof inline>;

/** Parameters of the flow. */
export interface Params {
  readonly points: number;
  readonly folds: number;
}

/** What the flow finds: how many neighbours to ask, and the mean error of every candidate. */
export interface Choice {
  readonly neighbours: number;
  readonly errors: readonly { readonly neighbours: number; readonly error: number }[];
}

/** The same flow with any two strategies: what it means does not depend on them. */
export function crossValidation(strategies: {
  readonly outer: Strategy;
  readonly inner: Strategy;
}): Flow<Params, Choice> {
  return flow(
    {
      name: 'cross-validation',
      description: 'Which number of neighbours predicts best?',
      params: { points: param.integer({ default: 120 }), folds: param.integer({ default: 5 }) },
    },
    ({ step, foreach }) => {
      const start = step('start', ({ params }) => ({ points: makePoints(params.points), candidates: candidates() }));

      const perCandidate = foreach(
        'perCandidate',
        { items: start.out.candidates, strategy: strategies.outer },
        (candidate, outer) => {
          const plan = outer.step('plan', { in: { candidate } }, ({ in: { candidate }, params }) => ({
            folds: Array.from({ length: params.folds }, (_, fold) => ({ fold, neighbours: candidate.neighbours })),
          }));
          const perFold = outer.foreach(
            'perFold',
            { items: plan.out.folds, strategy: strategies.inner },
            (fold, inner) =>
              inner.step('score', { in: { fold, points: start.out.points } }, ({ in: { fold, points }, params }) =>
                error(points, fold.neighbours, (at) => at % params.folds === fold.fold),
              ),
          );
          return outer.step(
            'mean',
            { in: { candidate, errors: perFold.out } },
            async ({ in: { candidate, errors } }) => {
              let sum = 0;
              for await (const each of errors) sum += each;
              return { neighbours: candidate.neighbours, error: sum / errors.count };
            },
          );
        },
      );

      return step('best', { in: { means: perCandidate.out } }, async ({ in: { means }, log }) => {
        const errors = await means.toArray();
        const best = errors.reduce((one, other) => (other.error < one.error ? other : one));
        log(`${best.neighbours} neighbours, mean error ${best.error.toFixed(4)}`);
        return { neighbours: best.neighbours, errors };
      });
    },
  );
}
