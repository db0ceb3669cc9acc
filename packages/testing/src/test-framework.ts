/** What a contract suite needs of a test framework: jest, vitest and `node:test` have it. */
export interface TestFramework {
  readonly describe: (name: string, body: () => void) => unknown;
  readonly it: (name: string, body: () => Promise<void>) => unknown;
}
