import type { NodeId, Resources } from '@flowmap/graph';
import { boundedName, digestOf, type Target } from '@flowmap/asl';
import { distinction, type BatchOptions } from './options.js';

/** Longest name of a job or job definition. Source: AWS Batch API reference, SubmitJob, RegisterJobDefinition. */
const LONGEST = 128;

/** A job's name: the step's, with `--` for the slashes that a job name cannot have. */
export function jobName(step: NodeId): string {
  return step.replaceAll('/', '--').slice(0, LONGEST);
}

/**
 * The job definition of a shape of resources. It names the exact code, so a running execution keeps it. A digest tells those of
 * computes with unlike options apart.
 */
export function jobDefinition(
  { cpu, memoryMb, gpu, architecture }: Resources = {},
  options: BatchOptions,
  { deployment, code }: Target,
): string {
  const own = distinction(options);
  const shape = [
    cpu === undefined ? '' : `${String(cpu).replace('.', '_')}cpu`,
    memoryMb === undefined ? '' : `${memoryMb}mb`,
    gpu === undefined ? '' : `${gpu}gpu`,
    architecture === 'arm64' ? 'arm64' : '',
    Object.keys(own).length > 0 ? digestOf(own) : '',
  ].filter((part) => part !== '');
  return boundedName(deployment, ['', ...shape, code].join('-'), LONGEST);
}
