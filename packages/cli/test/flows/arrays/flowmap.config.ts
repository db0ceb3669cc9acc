import { defineConfig } from '@flowmap/cli';
import { batch } from '@flowmap/compute-batch';

export default defineConfig({ computes: { batch: batch({ queue: 'big' }) } });
