import {
  type BasePlace,
  bootstrapPolicy,
  deployerPolicy,
  doctorPolicy,
  operatorPolicy,
  type Role,
} from '@flowmap/deploy';
import { hasErrors } from '@flowmap/graph';
import { flowRightsOf, type PlaceFlags } from '../flow-rights.js';
import type { ExitStatus, Io } from '../io.js';
import { loadConfig } from '../load-config.js';
import { loadFlow } from '../load-flow.js';
import { Mistake } from '../mistake.js';
import { painter } from '../render/paint.js';
import { reportFindings } from './compile.js';
import type { HOLDERS, PoliciesFlags } from './policies-options.js';

type Holder = (typeof HOLDERS)[number];
type Policies = { readonly [holder in Holder]?: Partial<Role> };

/** Why a flow may be without a role. */
const WITHOUT: { readonly [holder in Holder]?: string } = {
  task: 'no compute of it says what takes one on',
  schedule: 'it has no schedule or trigger that takes one on',
  starter: "it has no schedule with overlap: 'skip'",
};

/**
 * `flow-cli policies [FILE]`: the roles of a flow as IAM takes them, and the rights of people: of whoever makes the base, deploys, runs, or
 * looks for what is wrong. JSON on standard output.
 */
export async function policies(flags: PoliciesFlags, io: Io): Promise<ExitStatus> {
  const { file, for: holder } = flags;
  const all = file === undefined ? await ofAccount(flags, io) : await ofFlow(file, flags, io);
  if (!all) return 2;
  io.out(`${JSON.stringify(holder === undefined ? all : all[holder], undefined, 2)}\n`);
  return 0;
}

/** What has to do with no flow. */
async function ofAccount(flags: PoliciesFlags, io: Io): Promise<Policies> {
  const { for: holder } = flags;
  if (holder !== 'bootstrap' && holder !== 'doctor') {
    throw new Mistake(
      'Say whose rights: flow-cli policies FILE prints those of a flow.',
      'Without a flow there are --for bootstrap and --for doctor.',
    );
  }
  const { target = {} } = await loadConfig(process.cwd());
  const known = { ...target, ...said(flags) };
  const { partition = 'aws', account = '123456789012', region = 'us-east-1', table = 'flowmap', key } = known;
  const { bucket = `flowmap-${account}-${region}` } = known;
  const place: BasePlace = { partition, account, region, bucket, table, ...(key !== undefined && { key }) };
  warnOfPlace(known, io);
  return ofPeople(place, flags);
}

async function ofFlow(file: string, flags: PoliciesFlags, io: Io): Promise<Policies | undefined> {
  const loaded = await loadFlow(file);
  const { project, roles, target } = await flowRightsOf(loaded, flags, flags, io);
  reportFindings(project, io);
  if (hasErrors(project.diagnostics)) return undefined;
  warnOfPlace({ ...loaded.config.target, ...said(flags) }, io);
  const all: Policies = {
    ...roles,
    ...ofPeople(target, flags),
    deployer: { PolicyDocument: deployerPolicy(target) },
    operator: { PolicyDocument: operatorPolicy(target) },
    doctor: { PolicyDocument: doctorPolicy(target) },
  };
  if (flags.for !== undefined && !all[flags.for]) {
    throw new Mistake(
      `${target.deployment} has no role of the kind ${flags.for}: ${WITHOUT[flags.for] ?? 'nothing needs one'}.`,
    );
  }
  return all;
}

function ofPeople(place: BasePlace, { batch }: PoliciesFlags): Policies {
  return {
    bootstrap: { PolicyDocument: bootstrapPolicy(place, { batch: batch && BATCH[batch] }) },
    doctor: { PolicyDocument: doctorPolicy(place) },
  };
}

const BATCH = { fargate: 'FARGATE', ec2: 'EC2' } as const;

function said({ account, region, bucket, table }: PlaceFlags): PlaceFlags {
  return Object.fromEntries(
    Object.entries({ account, region, bucket, table }).filter(([, value]) => value !== undefined),
  );
}

/** A policy with the names of an account that nobody has would be pasted in vain. */
function warnOfPlace({ account, region }: PlaceFlags, io: Io): void {
  if (account !== undefined && region !== undefined) return;
  const warning = painter(io)('yellow', 'warning');
  io.err(
    `${warning} Nothing says which account and region, so these policies are of ${account ?? '123456789012'} in ${region ?? 'us-east-1'}.\n` +
      '  Name yours with --account and --region, or in target of flowmap.config.ts.\n',
  );
}
