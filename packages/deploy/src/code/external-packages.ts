import type { ComputeDeployment } from '@flowmap/asl';
import type { Diagnostic } from '@flowmap/graph';

/**
 * Warns of packages that were left out of the bundle where nothing brings them to the code. `deployed` are the computes by the names
 * that they have in the configuration, as far as steps run on them.
 */
export function missingPackages(
  external: readonly string[],
  deployed: ReadonlyMap<string, Pick<ComputeDeployment, 'lacksPackages'>>,
): readonly Diagnostic[] {
  if (external.length === 0) return [];
  return [...deployed].flatMap(([name, { lacksPackages: hint }]): readonly Diagnostic[] => {
    if (hint === undefined) return [];
    const message = `the compute ${name} brings no packages, and ${external.join(', ')} ${external.length === 1 ? 'is' : 'are'} left out of the bundle`;
    return [{ code: 'FLOW3011', severity: 'warning', at: '', message, hint }];
  });
}
