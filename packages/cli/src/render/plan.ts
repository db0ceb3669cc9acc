import type { Change, DeploymentPlan, Difference } from '@flowmap/deploy';
import type { Json } from '@flowmap/graph';
import type { Paint } from './paint.js';

/** Where a flow goes to. */
export interface PlanHead {
  readonly deployment: string;
  readonly account: string;
  readonly region: string;
}

/** What a deployment would change, as a person reads it. */
export function renderPlan({ deployment, account, region }: PlanHead, plan: DeploymentPlan, paint: Paint): string {
  const { changes, last, unchanged, warnings } = plan;
  const cautions = warnings
    .map(({ message, hint }) => `${paint('yellow', 'warning')} ${message}\n  ${hint}\n`)
    .join('');
  const head = `${paint('bold', deployment)} in ${account}, ${region}`;
  if (unchanged) return `${head}: nothing changes since version ${last?.version ?? 1}.\n${cautions}`;
  const lines = changes.filter(({ action }) => action !== 'keep').flatMap((change) => render(change, paint));
  const kept = changes.filter(({ action }) => action === 'keep').length;
  return [
    `${head}: ${last ? `version ${last.version} is there` : 'not deployed yet'}`,
    ...lines,
    ...(kept > 0
      ? [paint('dim', `  ${kept} ${kept === 1 ? 'resource stays as it is' : 'resources stay as they are'}`)]
      : []),
    cautions,
  ].join('\n');
}

function render({ action, resource: { Type, Name }, differences }: Change, paint: Paint): readonly string[] {
  const kind = paint('dim', Type.replace(/^AWS::/u, ''));
  if (action === 'create') return [`  ${paint('green', '+')} ${Name} ${kind}`];
  if (action === 'delete') return [`  ${paint('red', '-')} ${Name} ${kind}`];
  return [`  ${paint('yellow', '~')} ${Name} ${kind}`, ...differencesOf(differences, paint)];
}

/** Differences shown of one resource at the most. */
const MOST = 30;

function differencesOf(differences: readonly Difference[], paint: Paint): readonly string[] {
  const code = newCode(differences);
  const others = code ? differences.filter((difference) => !isOnly(difference, code)) : differences;
  const lines = others.slice(0, MOST).map((difference) => line(difference, paint));
  return [
    ...(code ? [`      the code ${code.from} -> ${code.to}`] : []),
    ...lines,
    ...(others.length > MOST ? [paint('dim', `      and ${others.length - MOST} more`)] : []),
  ];
}

interface Code {
  readonly from: string;
  readonly to: string;
}

const CODE = /\b[0-9a-f]{16}\b/u;

/** A new code is named in every state that runs a task; it is told once. */
function newCode(differences: readonly Difference[]): Code | undefined {
  for (const { from, to } of differences) {
    const [old, now] = [CODE.exec(text(from))?.[0], CODE.exec(text(to))?.[0]];
    if (old !== undefined && now !== undefined && old !== now) return { from: old, to: now };
  }
  return undefined;
}

function isOnly({ from, to }: Difference, code: Code): boolean {
  return from !== undefined && text(from).replaceAll(code.from, code.to) === text(to);
}

function line({ at, from, to }: Difference, paint: Paint): string {
  const place = at.replace(/^DefinitionString\.?/u, 'definition ').trim();
  if (from === undefined) return `      ${paint('green', '+')} ${place} ${short(to)}`;
  if (to === undefined) return `      ${paint('red', '-')} ${place} ${short(from)}`;
  return `      ${paint('yellow', '~')} ${place} ${short(from)} -> ${short(to)}`;
}

/** Characters of a value that are shown. */
const SHOWN = 100;

function short(value: Json | undefined): string {
  const whole = text(value);
  return whole.length > SHOWN ? `${whole.slice(0, SHOWN)}...` : whole;
}

function text(value: Json | undefined): string {
  return typeof value === 'string' ? value : JSON.stringify(value ?? null);
}
