/** How many days a run and its facts are kept: for so long, the name of a run cannot be used again. */
export const KEEP_DAYS = 90;

/**
 * Where the items of the table are. A partition for each flow holds its runs and deployments, in the order of their ids and
 * versions; each task that publishes facts has a partition of its own, so that a wide fan-out does not heat one. One small partition
 * says whose each flow is.
 */
export const KEYS: {
  readonly flow: (deployment: string) => string;
  readonly run: (run: string) => string;
  readonly deployment: (version: number) => string;
  readonly facts: (address: string) => string;
  /** What all sort keys of a kind begin with. */
  readonly runs: string;
  readonly deployments: string;
  /** The sort key of all facts. */
  readonly published: string;
  /** The partition of all owners. */
  readonly owners: string;
} = {
  flow: (deployment) => `flow#${deployment}`,
  run: (run) => `run#${run}`,
  // Ten digits, so that the order of the text is that of the numbers.
  deployment: (version) => `deployment#${String(version).padStart(10, '0')}`,
  facts: (address) => `facts#${address}`,
  runs: 'run#',
  deployments: 'deployment#',
  published: 'facts',
  owners: 'owners',
};
