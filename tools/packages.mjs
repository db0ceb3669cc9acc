/**
 * The packages of this workspace and what each may import of the others. The manifests, the lint rules and
 * the checks in this folder all follow this table.
 *
 * - `imports`: own packages that the sources may import
 * - `pure`: no clock, no randomness, no environment, no output of its own
 * - `aws`: where AWS clients may be imported; a folder below `src`, or '' for all of it
 */
export const PACKAGES = {
  graph: { imports: [], pure: true },
  flow: { imports: ['graph'], pure: true },
  asl: { imports: ['graph'], pure: true },
  'map-inline': { imports: ['graph', 'asl'], pure: true },
  'map-distributed': { imports: ['graph', 'asl'], pure: true },
  'map-batch-array': { imports: ['graph', 'asl'], pure: true },
  'map-adaptive': { imports: ['graph', 'asl'], pure: true },
  'compute-lambda': { imports: ['graph', 'asl'], pure: true },
  'compute-batch': { imports: ['graph', 'asl'], pure: true },
  store: { imports: ['graph'], aws: 's3/' },
  'metadata-dynamodb': { imports: ['graph', 'asl', 'store'], aws: '' },
  runtime: { imports: ['graph', 'flow', 'store'] },
  engine: { imports: ['asl'], only: { asl: ['@flowmap/asl/language'] }, pure: true },
  local: { imports: ['graph', 'flow', 'engine', 'runtime', 'store', 'metadata-dynamodb', 'asl'] },
  client: { imports: ['graph', 'flow', 'runtime', 'store'] },
  deploy: { imports: ['graph', 'flow', 'asl', 'store', 'metadata-dynamodb', 'runtime'], aws: '' },
  cli: {
    imports: [
      'graph',
      'flow',
      'asl',
      'map-inline',
      'map-distributed',
      'map-batch-array',
      'map-adaptive',
      'compute-lambda',
      'compute-batch',
      'store',
      'metadata-dynamodb',
      'runtime',
      'engine',
      'local',
      'client',
      'deploy',
    ],
    aws: '',
  },
  testing: {
    imports: [
      'graph',
      'flow',
      'asl',
      'map-inline',
      'map-distributed',
      'map-batch-array',
      'map-adaptive',
      'compute-lambda',
      'compute-batch',
      'store',
      'metadata-dynamodb',
      'runtime',
      'engine',
      'local',
    ],
    aws: '',
  },
};

/** The npm scope of every package. */
export const SCOPE = '@flowmap';

/** The examples that are part of the workspace. */
export const EXAMPLES = ['flight-delays', 'nested', 'mixed'];
