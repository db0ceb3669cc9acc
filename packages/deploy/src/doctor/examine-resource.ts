import { hasKind, kindOf } from '../kinds/index.js';
import { named } from '../kinds/kind.js';
import { tagsOf } from '../kinds/tags.js';
import { DEPLOYMENT_TAG } from '../model/names.js';
import { examineAlias } from './examine-alias.js';
import type { ExaminePorts, UsedResource } from './examine-deployment.js';
import { examineRole } from './examine-role.js';
import { error, type Finding, ok, warning } from './finding.js';

/** Looks at one thing that a live deployment needs. What no kind knows is not looked at. */
export async function examineResource(used: UsedResource, ports: ExaminePorts): Promise<readonly Finding[]> {
  const { type, name } = used;
  if (type === 'code') return examineObject(used, ports);
  if (type === 'AWS::Lambda::Alias') return examineAlias(used, ports);
  if (!hasKind(type)) return [];
  const kind = kindOf(type);
  const found = await kind.read(ports.site, named(type, name));
  const about = aboutOf(type);
  if (!found) return [error(about, `${name} is gone.`, AGAIN)];
  const wanted = used.deployment.deployment;
  const theirs = tagsOf(found)[DEPLOYMENT_TAG];
  const findings: Finding[] = [];
  if (kind.tagged && theirs !== wanted) {
    const hint = `Give it the tag ${DEPLOYMENT_TAG}=${wanted}: without, it is neither changed nor removed.`;
    findings.push(
      warning(about, `${name} has ${theirs === undefined ? 'no' : 'another'} tag ${DEPLOYMENT_TAG}.`, hint),
    );
  }
  if (type === 'AWS::IAM::Role') findings.push(...(await examineRole(used, found, ports)));
  return findings.length > 0 ? findings : [ok(about, `${name} is there.`)];
}

/** A type as findings say it. */
export function aboutOf(type: string): string {
  return type.replace(/^AWS::/u, '');
}

async function examineObject({ name }: UsedResource, { objects }: ExaminePorts): Promise<readonly Finding[]> {
  for await (const { key } of objects.list(name)) if (key === name) return [ok('code', `${name} is there.`)];
  return [error('code', `${name} is gone from the bucket.`, 'Deploy the same code again, then any other.')];
}

const AGAIN = 'Deploy it again: what is gone is made anew.';
