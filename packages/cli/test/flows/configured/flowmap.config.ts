import { defineConfig } from '@flowmap/cli';
import { batch } from '@flowmap/compute-batch';
import { distributed } from '@flowmap/map-distributed';

export default defineConfig({
  strategy: distributed({ batch: 10 }),
  computes: { heavy: batch({ queue: 'big' }) },
  target: { account: '111122223333', region: 'eu-central-1', table: 'our-table' },
});
