import { flow } from '@flowmap/flow';

/** Stores more than a small disk holds. */
export default flow({ name: 'filling' }, ({ step }) => {
  const small = step('small', () => 'kept');
  step('large', { after: [small] }, () => Array.from({ length: 100_000 }, (_, i) => `line ${i} of a long text`));
});
