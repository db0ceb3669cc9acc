import type { NodeId, Resources } from '@flowmap/graph';
import type { Target } from '@flowmap/asl';

/** Longest name of a job or job definition. Source: AWS Batch API reference, SubmitJob, RegisterJobDefinition. */
const LONGEST = 128;

/** A job's name: the step's, with `--` for the slashes that a job name cannot have. */
export function jobName(step: NodeId): string {
  return step.replaceAll('/', '--').slice(0, LONGEST);
}

/** The job definition of a shape of resources. It names the exact code, so a running execution keeps it. */
export function jobDefinition(
  { cpu, memoryMb, gpu, architecture }: Resources = {},
  { deployment, code }: Target,
): string {
  const shape = [
    cpu === undefined ? '' : `${String(cpu).replace('.', '_')}cpu`,
    memoryMb === undefined ? '' : `${memoryMb}mb`,
    gpu === undefined ? '' : `${gpu}gpu`,
    architecture === 'arm64' ? 'arm64' : '',
  ].filter((part) => part !== '');
  const end = ['', ...shape, code].join('-');
  return `${deployment.slice(0, LONGEST - end.length)}${end}`;
}
