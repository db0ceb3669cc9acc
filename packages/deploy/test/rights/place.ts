import type { Target } from '@flowmap/asl';

/** Where the roles of the tests are. */
export const TARGET: Target = {
  deployment: 'flights',
  partition: 'aws',
  region: 'eu-central-1',
  account: '123456789012',
  machine: 'flights',
  table: 'flowmap',
  bucket: 'artifacts',
  code: '0123456789abcdef',
};

export const KEY = 'arn:aws:kms:eu-central-1:123456789012:key/0a1b';
