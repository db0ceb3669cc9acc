import { randomBytes } from 'node:crypto';
import { userInfo } from 'node:os';
import { applyDeployment, planDeployment, type DeploymentPlan, type DeployRequest, type Step } from '@flowmap/deploy';
import { cardinalitiesOf } from '@flowmap/asl';
import { hasErrors } from '@flowmap/graph';
import { atTarget } from '../deploy/local-target.js';
import { type CommandAccount, withAccount } from '../deploy/open-account.js';
import { deploymentName } from '../deploy/naming.js';
import { type Place, prepare, type Prepared } from '../deploy/prepare.js';
import { forecastFlow } from '../forecast/forecast-flow.js';
import type { ExitStatus, Io } from '../io.js';
import { loadFlow, type LoadedFlow } from '../load-flow.js';
import { Mistake } from '../mistake.js';
import { countDiagnostics, renderDiagnostics } from '../render/diagnostics.js';
import { renderCost, renderForecast } from '../render/forecast.js';
import { painter } from '../render/paint.js';
import { renderPlan } from '../render/plan.js';
import type { DeployFlags } from './deploy-options.js';
import { hasLoad } from './load-options.js';

/** `flow-cli deploy FILE`: puts a flow on AWS. Exit status 2 where it cannot be, before anything is changed. */
export async function deploy(given: DeployFlags, io: Io): Promise<ExitStatus> {
  const file = await loadFlow(given.file);
  const { flags, config } = await atTarget(given, file.config);
  const loaded = { ...file, config };
  const name = deploymentName(loaded.flow.name, flags, () => userInfo().username);
  if (!(await isPossible(loaded, flags, io))) return 2;
  const known = flags.onlyJson ? offlinePlace(loaded, flags, name) : undefined;
  if (known) return printDefinition(await prepare(loaded, flags, known), loaded, io);
  return withAccount(flags, loaded.config, { purpose: 'deployer', wait: io.wait }, async (account) => {
    const { site, bucket, table } = account;
    const { partition, region } = site;
    const place = { deployment: name, partition, region, account: site.account, bucket, table };
    const prepared = await prepare(loaded, flags, place);
    if (flags.onlyJson) return printDefinition(prepared, loaded, io);
    report(prepared.diagnostics, loaded, io);
    if (!prepared.deployment) return 2;
    const { uploads, deployment } = prepared;
    const { authorize, generateNewToken } = flags;
    const status = await planAndApply({ deployment, uploads, authorize, generateNewToken }, account, flags, io);
    if (flags.plan && !hasLoad(flags)) io.out(await costOfRun(loaded, flags));
    return status;
  });
}

/** Says what a run of so many items must fail at, where anybody said how many; and what it will take, in a plan. */
async function isPossible(loaded: LoadedFlow, flags: DeployFlags, io: Io): Promise<boolean> {
  if (!hasLoad(flags)) return true;
  const { forecast, diagnostics } = await forecastFlow(loaded, flags);
  if (flags.plan && forecast) io.out(renderForecast(loaded.flow.name, forecast, painter(io)));
  report(diagnostics, loaded, io);
  return !hasErrors(diagnostics);
}

/** What a run costs where that is known, and else how to ask. */
async function costOfRun(loaded: LoadedFlow, flags: DeployFlags): Promise<string> {
  const foreachs = cardinalitiesOf(loaded.flow.graph);
  if (foreachs.length > 0) {
    return `What a run costs depends on its lists: --items ${foreachs.map((id) => `${id}=1000`).join(',')} tells it.\n`;
  }
  const { forecast } = await forecastFlow(loaded, flags);
  return forecast ? renderCost(forecast) : '';
}

function report(diagnostics: Prepared['diagnostics'], { name, flow }: LoadedFlow, io: Io): void {
  if (diagnostics.length > 0) io.err(`${renderDiagnostics(diagnostics, name, painter(io))}\n`);
  if (hasErrors(diagnostics)) io.err(`${flow.name} cannot be deployed: ${countDiagnostics(diagnostics)}\n`);
}

/** The place as far as flags and configuration say it, so that nothing has to be asked; undefined where they do not. */
function offlinePlace({ config }: LoadedFlow, flags: DeployFlags, deployment: string): Place | undefined {
  const { account, partition = 'aws', table = 'flowmap', ...target } = config.target ?? {};
  const region = flags.region ?? target.region;
  if (account === undefined || region === undefined) return undefined;
  const bucket = target.bucket ?? `flowmap-${account}-${region}`;
  return { deployment, partition, region, account, bucket, table };
}

function printDefinition({ deployment, diagnostics }: Prepared, loaded: LoadedFlow, io: Io): ExitStatus {
  report(diagnostics, loaded, io);
  if (!deployment) return 2;
  io.out(`${JSON.stringify(deployment.definition, undefined, 2)}\n`);
  return 0;
}

async function planAndApply(
  request: DeployRequest,
  { site, metadata, objects, caller, again }: CommandAccount,
  flags: DeployFlags,
  io: Io,
): Promise<ExitStatus> {
  const paint = painter(io);
  const ports = {
    site,
    metadata,
    objects,
    caller,
    now: () => new Date(),
    newToken: () => randomBytes(12).toString('base64url'),
    onStep: ({ did, name, why }: Step) =>
      io.err(
        `${paint(did === 'left' ? 'yellow' : 'dim', did.padEnd(8))} ${name}${why === undefined ? '' : `: ${why}`}\n`,
      ),
  };
  const { deployment, region, account } = request.deployment.target;
  const plan = await planDeployment(request, ports);
  io.out(renderPlan({ deployment, region, account }, plan, paint));
  if (flags.plan || plan.unchanged) return 0;
  if (!(await isWanted(plan, flags, io))) return 2;
  const { version, owner } = await applyDeployment(plan, request, ports);
  io.out(`${paint('green', 'deployed')} ${deployment}, version ${version}\n`);
  // A deployment that was stopped may have claimed the flow before it could say so.
  if (plan.owner?.token !== owner.token || (!plan.last?.end && owner.owner === caller)) {
    io.out(`Its production token is ${owner.token}: who else is to change it gives it with --authorize.\n`);
  }
  io.out(`Start it with: flow-cli trigger ${deployment} --wait${again}\n`);
  return 0;
}

/** Asks, where somebody is there to answer. */
async function isWanted({ last }: DeploymentPlan, { yes = false }: DeployFlags, io: Io): Promise<boolean> {
  if (yes) return true;
  if (!io.ask) {
    throw new Mistake('Nobody is there to say whether to go on.', 'Add --yes; --plan shows what would change.');
  }
  const answer = await io.ask(`${last ? 'Change it' : 'Deploy it'}? [y/N] `);
  if (/^y(es)?$/iu.test(answer.trim())) return true;
  io.err('Nothing was changed.\n');
  return false;
}
