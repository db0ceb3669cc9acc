import type { Change, DeploymentPlan, Difference } from '@flowmap/deploy';
import type { Json } from '@flowmap/graph';
import { createdDetails } from './created.js';
import type { Paint } from './paint.js';
import { short } from './short.js';
import { size } from './words.js';

/** Where a flow goes to. */
export interface PlanHead {
  readonly deployment: string;
  readonly account: string;
  readonly region: string;
}

/** What a deployment would change, as a person reads it. */
export function renderPlan({ deployment, account, region }: PlanHead, plan: DeploymentPlan, paint: Paint): string {
  const { changes, unchanged, warnings, last } = plan;
  const cautions = warnings
    .map(({ message, hint }) => `${paint('yellow', 'warning')} ${message}\n  ${hint}\n`)
    .join('');
  const head = `${paint('bold', deployment)} in ${account}, ${region}`;
  if (unchanged) return `${head}: nothing changes since version ${last?.version ?? 1}.\n${cautions}`;
  const lines = changes.filter(({ action }) => action !== 'keep').flatMap((change) => render(change, paint));
  const kept = changes.filter(({ action }) => action === 'keep').length;
  return [
    `${head}: ${before(last)}`,
    ...uploadsOf(plan, paint),
    ...lines,
    ...(kept > 0
      ? [paint('dim', `  ${kept} ${kept === 1 ? 'resource stays as it is' : 'resources stay as they are'}`)]
      : []),
    cautions,
  ].join('\n');
}

function before(last: DeploymentPlan['last']): string {
  if (!last) return 'not deployed yet';
  return last.end ? `version ${last.version} is there` : `version ${last.version} was begun and not finished`;
}

/** What goes into the bucket. The parts of a code are one thing to its author. */
function uploadsOf({ uploads }: DeploymentPlan, paint: Paint): readonly string[] {
  const missing = uploads.filter(({ isThere }) => !isThere);
  if (uploads.length === 0) return [];
  const code = CODE.exec(uploads[0]?.key ?? '')?.[0] ?? '';
  const largest = Math.max(...uploads.map(({ bytes }) => bytes));
  const what = missing.length === 0 ? 'in the bucket already' : 'to upload';
  return [`  ${paint('green', '+')} ${code} ${paint('dim', `code of ${size(largest)}, ${what}`)}`];
}

function render(
  { action, resource: { Type, Name, Properties }, differences }: Change,
  paint: Paint,
): readonly string[] {
  const kind = paint('dim', Type.replace(/^AWS::/u, ''));
  if (action === 'create') {
    const details = createdDetails(Type, Properties).map((detail) => paint('dim', `      ${detail}`));
    return [`  ${paint('green', '+')} ${Name} ${kind}`, ...details];
  }
  if (action === 'delete') return [`  ${paint('red', '-')} ${Name} ${kind}`];
  return [`  ${paint('yellow', '~')} ${Name} ${kind}`, ...differencesOf(differences, paint)];
}

/** Differences shown of one resource at the most. */
const MOST = 30;

function differencesOf(differences: readonly Difference[], paint: Paint): readonly string[] {
  const code = newCode(differences);
  const version = differences.find(({ at, from }) => at === 'CodeAlias' && from === undefined);
  const others = differences.filter(
    (difference) => !(code && isOnly(difference, code)) && !(version && OF_VERSION.includes(difference.at)),
  );
  const lines = others.slice(0, MOST).map((difference) => line(difference, paint));
  return [
    ...(version ? ['      gets a version with the new code'] : []),
    ...(code && !version ? [`      runs the code ${code.to}, instead of ${code.from}`] : []),
    ...lines,
    ...(others.length > MOST ? [paint('dim', `      and ${others.length - MOST} more`)] : []),
  ];
}

/** Where a function says which code a version of it has. */
const OF_VERSION = ['Code', 'CodeAlias'];

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
  if (from === undefined) return `      ${paint('green', '+')} ${place} ${short(text(to))}`;
  if (to === undefined) return `      ${paint('red', '-')} ${place} ${short(text(from))}`;
  return `      ${paint('yellow', '~')} ${place} ${short(text(from))} -> ${short(text(to))}`;
}

function text(value: Json | undefined): string {
  return typeof value === 'string' ? value : JSON.stringify(value ?? null);
}
