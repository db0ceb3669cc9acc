import type { Target } from '@flowmap/asl';
import { flowRoles, type FlowRoles } from '@flowmap/deploy';
import type { StrategyFlags } from './commands/strategy-options.js';
import type { Io } from './io.js';
import type { LoadedFlow } from './load-flow.js';
import { compileFlow, type Project } from './project.js';
import { painter } from './render/paint.js';

/** Names that a command line says; they win over the configuration. */
export interface PlaceFlags {
  readonly account?: string | undefined;
  readonly region?: string | undefined;
  readonly bucket?: string | undefined;
  readonly table?: string | undefined;
  readonly key?: string | undefined;
}

/** A flow and its roles. */
export interface FlowWithRights extends Pick<FlowRoles, 'roles'> {
  readonly project: Project;
  readonly target: Target;
}

/**
 * Compiles a flow for the place that flags and configuration say, and gives its roles, with rights for the history log. Of a
 * compute that does not say what it deploys it tells on standard error that its rights are missing.
 */
export async function flowRightsOf(
  loaded: LoadedFlow,
  strategy: StrategyFlags,
  place: PlaceFlags,
  io: Io,
): Promise<FlowWithRights> {
  const project = await compileFlow({ ...loaded, config: configFor(loaded, place) }, strategy);
  const { computes, target } = project;
  const { roles, silent } = flowRoles({ graph: loaded.flow.graph, compiled: project, computes, target, logged: true });
  for (const name of silent) {
    io.err(
      `${painter(io)('yellow', 'warning')} The compute '${name}' does not say what it deploys: what it needs is not in the task role.\n`,
    );
  }
  return { project, roles, target };
}

/** Where the bucket is named after account and region, these change its name. */
function configFor({ config }: LoadedFlow, { account, region, bucket, table, key }: PlaceFlags): LoadedFlow['config'] {
  const target = {
    ...config.target,
    ...(account !== undefined && { account }),
    ...(region !== undefined && { region }),
    ...(bucket !== undefined && { bucket }),
    ...(table !== undefined && { table }),
    ...(key !== undefined && { key }),
  };
  if (target.bucket !== undefined || target.account === undefined || target.region === undefined) {
    return { ...config, target };
  }
  return { ...config, target: { ...target, bucket: `flowmap-${target.account}-${target.region}` } };
}
