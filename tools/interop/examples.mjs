/** The flows that are run elsewhere, with their parameters, and on which computes: jobs of a simulated AWS Batch are slow. */
export const EXAMPLES = [
  { file: 'examples/flight-delays/flights.ts', params: { parts: 40 }, computes: ['lambda'] },
  { file: 'examples/nested/flows/inline-inline.ts', params: {}, computes: ['lambda', 'batch'] },
  { file: 'examples/nested/flows/inline-distributed.ts', params: {}, computes: ['lambda'] },
  { file: 'examples/nested/flows/distributed-inline.ts', params: {}, computes: ['lambda'] },
  { file: 'examples/nested/flows/distributed-distributed.ts', params: {}, computes: ['lambda', 'batch'] },
  { file: 'examples/mixed/orders.ts', params: { shop: 'north' }, computes: ['lambda'] },
  { file: 'examples/custom-strategy/flow/squares.ts', params: {}, computes: ['lambda'] },
];
