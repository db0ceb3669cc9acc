/**
 * Recorded JSONata executions that the engine does not run yet, each with what it refuses by name when the machine is
 * created. Empty when the engine is complete.
 */
export const EXCLUDED: Readonly<Record<string, string>> = {
  'credentials-credentials-base-cross-account-lambda-task': 'Credentials',
  'credentials-credentials-base-cross-account-service-lambda-invoke': 'Credentials',
  'scenarios-base-scenarios-map-item-reader-base-json-max-items-jsonata': 'ItemReader',
};
