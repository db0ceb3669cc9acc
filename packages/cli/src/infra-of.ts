import { infra, type Infra, type InfraOptions } from '@flowmap/deploy';
import { hasErrors, isFlowError } from '@flowmap/graph';
import { reportFindings } from './commands/compile.js';
import type { BaseFlags } from './commands/infra-options.js';
import { flowRightsOf } from './flow-rights.js';
import type { Io } from './io.js';
import { loadFlow } from './load-flow.js';
import { Mistake } from './mistake.js';

/** The base of an account as flags say it; undefined where the flow is not sound, which it has then told. */
export async function infraOf(flags: BaseFlags, io: Io): Promise<Infra | undefined> {
  checkTogether(flags);
  const given = optionsOf(flags);
  const options = flags.flow === undefined ? given : await withFlow(flags.flow, flags, given, io);
  if (!options) return undefined;
  try {
    return infra(options);
  } catch (error) {
    if (!isFlowError(error) || error.code !== 'INFRA_REFUSED') throw error;
    throw new Mistake(`Cannot make the base: ${error.message}.`, error.hint, error);
  }
}

/** Refuses options that say nothing without another. */
function checkTogether(flags: BaseFlags): void {
  const { batch, subnets, securityGroups, maxVcpus, flow, mapStrategy, useDistributedMap } = flags;
  const needs = [
    ['--subnets', subnets, '--batch', batch],
    ['--security-groups', securityGroups, '--batch', batch],
    ['--max-vcpus', maxVcpus, '--batch', batch],
    ['--map-strategy', mapStrategy, '--flow', flow],
    ['--use-distributed-map', useDistributedMap, '--flow', flow],
  ] as const;
  for (const [option, given, other, there] of needs) {
    if (given === undefined || there !== undefined) continue;
    throw new Mistake(`${option} says nothing without ${other}.`, `Add ${other}, or leave ${option} out.`);
  }
  if (batch !== undefined && (names(subnets).length === 0 || names(securityGroups).length === 0)) {
    throw new Mistake('--batch needs to know where containers run.', 'Add --subnets and --security-groups.');
  }
}

/** The base with the log groups and the roles of a flow, whose configuration says the names that flags do not. */
async function withFlow(
  file: string,
  flags: BaseFlags,
  given: InfraOptions,
  io: Io,
): Promise<InfraOptions | undefined> {
  const { project, roles, target } = await flowRightsOf(await loadFlow(file), flags, given, io);
  if (hasErrors(project.diagnostics)) {
    reportFindings(project, io);
    return undefined;
  }
  const { account, region, bucket, table, key, deployment } = target;
  return { ...given, account, region, bucket, table, ...(key !== undefined && { key }), flow: { deployment, roles } };
}

function optionsOf(flags: BaseFlags): InfraOptions {
  const { account, region, bucket, table, kmsKey: key, versioning, expireDays, batch, maxVcpus, tag } = flags;
  return {
    ...(account !== undefined && { account }),
    ...(region !== undefined && { region }),
    ...(bucket !== undefined && { bucket }),
    ...(table !== undefined && { table }),
    ...(key !== undefined && { key }),
    versioning,
    ...(flags.endpointUrl?.startsWith('http:') && { insecureTransport: true }),
    ...(expireDays !== undefined && { expireDays: numberOf('expire-days', expireDays) }),
    ...(batch && {
      batch: {
        type: batch === 'fargate' ? 'FARGATE' : 'EC2',
        subnets: names(flags.subnets),
        securityGroups: names(flags.securityGroups),
        ...(maxVcpus !== undefined && { maxVcpus: numberOf('max-vcpus', maxVcpus) }),
      },
    }),
    ...(tag && { tags: Object.fromEntries(tag.map(tagOf)) }),
  };
}

function names(text: string | undefined): readonly string[] {
  return (text ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

function numberOf(option: string, text: string): number {
  if (/^\d+$/u.test(text)) return Number(text);
  throw new Mistake(`--${option} is '${text}', which is no whole number.`, `Write --${option} 30.`);
}

function tagOf(text: string): readonly [key: string, value: string] {
  const at = text.indexOf('=');
  if (at > 0) return [text.slice(0, at), text.slice(at + 1)];
  throw new Mistake(`--tag is '${text}', which is no tag.`, 'Write --tag team=data.');
}
