import type { Target } from '@flowmap/asl';

/** The names that definitions and policies have in tests. */
export function testTarget(deployment: string, changes: Partial<Target> = {}): Target {
  return {
    deployment,
    partition: 'aws',
    region: 'eu-central-1',
    account: '123456789012',
    machine: deployment,
    table: 'flowmap',
    bucket: 'flowmap-artifacts',
    code: '0123abcd',
    ...changes,
  };
}
