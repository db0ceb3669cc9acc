/** Recordings that are not replayed, each with the reason. */
export const EXCLUDED: Readonly<Record<string, string>> = {};
