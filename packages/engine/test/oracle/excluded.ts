/** Recordings that are not replayed, each with the reason. */
export const EXCLUDED: Readonly<Record<string, string>> = {
  'scenarios-base-scenarios-map-item-reader-json-no-json-list-object':
    'Recorded in 2023. Since September 2025 a distributed map takes an object (developer guide, ItemReader).',
};
