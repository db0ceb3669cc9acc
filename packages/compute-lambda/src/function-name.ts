import type { Resources } from '@flowmap/graph';
import type { Target } from '@flowmap/asl';

/** Longest name of a function. Source: AWS Lambda API reference, CreateFunction. */
const LONGEST = 64;

/** Memory of a function whose steps do not say, in MiB. */
export const DEFAULT_MEMORY_MB = 1_024;

/**
 * The function that a step runs on: one for each shape of resources, not for each step. The alias names the exact code, so that a
 * running execution keeps it when the flow is deployed again.
 */
export function functionArn(resources: Resources | undefined, target: Target): string {
  const { partition, region, account } = target;
  return `arn:${partition}:lambda:${region}:${account}:function:${functionName(resources, target)}:c-${target.code}`;
}

function functionName(
  { memoryMb = DEFAULT_MEMORY_MB, architecture = 'x86_64' }: Resources = {},
  { deployment }: Target,
): string {
  const shape = `-${memoryMb}mb${architecture === 'arm64' ? '-arm64' : ''}`;
  return `${deployment.slice(0, LONGEST - shape.length)}${shape}`;
}
