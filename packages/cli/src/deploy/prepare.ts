import { compile, type Target } from '@flowmap/asl';
import type { Deployment, Tags, Upload } from '@flowmap/deploy';
import { codeKeys, codeLocation, computeDeployments, missingPackages, packCode } from '@flowmap/deploy';
import { type Diagnostic, hasErrors } from '@flowmap/graph';
import type { DeployFlags } from '../commands/deploy-options.js';
import type { LoadedFlow } from '../load-flow.js';
import { Mistake } from '../mistake.js';
import { compileOptions, findings } from '../project.js';
import { withWorkers } from './workers.js';

/** Where a flow is to be deployed. */
export type Place = Pick<Target, 'deployment' | 'partition' | 'region' | 'account' | 'bucket' | 'table'>;

/** A flow, compiled and packed for a place. */
export interface Prepared {
  /** Absent when a finding is an error. */
  readonly deployment?: Deployment;
  readonly uploads: readonly Upload[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Compiles a flow for a place, and packs its code. Nothing leaves this machine. */
export async function prepare(loaded: LoadedFlow, flags: DeployFlags, place: Place): Promise<Prepared> {
  const options = await compileOptions(loaded, flags);
  const { computes } = options;
  const { deployment: name, bucket, table } = place;
  const packed = await packCode(loaded.bundle, {
    computes: Object.values(computes),
    // What the environment of functions says is behind their alias, as their code is.
    configuration: { name, bucket, table },
  });
  const target = { ...options.target, ...place, machine: place.deployment, code: packed.hash };
  const seconds = count(flags.workflowTimeout, '--workflow-timeout');
  const graph = {
    ...withWorkers(loaded.flow.graph, count(flags.maxWorkers, '--max-workers')),
    ...(seconds !== undefined && { timeoutSeconds: seconds }),
  };
  const { definition, policies, diagnostics } = compile(graph, { ...options, target });
  const found = findings(loaded, diagnostics);
  if (!definition || hasErrors(found)) return { uploads: [], diagnostics: found };
  const keys = codeKeys(packed.hash);
  const deployment: Deployment = {
    graph,
    computes,
    definition,
    policies,
    target,
    code: codeLocation(packed, target, flags.endpointUrl),
    settings: {
      logExecutionHistory: flags.logExecutionHistory ?? false,
      tags: tagsOf(flags.tag ?? []),
      ...(flags.role !== undefined && { machineRole: flags.role }),
    },
  };
  return {
    deployment,
    uploads: [
      { key: keys.zip, body: () => packed.zip(), bytes: packed.size },
      { key: keys.module, body: () => packed.module(), bytes: packed.size },
      { key: keys.graph, body: Buffer.from(JSON.stringify(graph)) },
    ],
    diagnostics: [...found, ...missingPackages(loaded.config.external ?? [], computeDeployments(deployment))],
  };
}

function count(text: string | undefined, option: string): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1 && value <= 99_999_999) return value;
  throw new Mistake(`${option} is ${JSON.stringify(text)}, which is no whole number from 1 to 99,999,999.`);
}

/** Longest key and value of a tag. Source: AWS General Reference, "Tagging AWS resources". */
const LONGEST_KEY = 128;
const LONGEST_VALUE = 256;

/** What all services take in tags. Source: AWS IAM API reference, Tag. */
const TAG_TEXT = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;

function tagsOf(texts: readonly string[]): Tags {
  return Object.fromEntries(
    texts.map((text) => {
      const at = text.indexOf('=');
      const [key, value] = [text.slice(0, at), text.slice(at + 1)];
      if (at < 1) throw new Mistake(`--tag ${text} is no tag.`, 'Write --tag key=value.');
      if (/^aws:|^flowmap:/iu.test(key)) {
        throw new Mistake(`--tag ${text}: keys that begin with aws: or flowmap: are taken.`, 'Choose another key.');
      }
      if (key.length > LONGEST_KEY || value.length > LONGEST_VALUE) {
        throw new Mistake(`--tag ${key}: a key has ${LONGEST_KEY} characters at most, a value ${LONGEST_VALUE}.`);
      }
      if (!TAG_TEXT.test(text)) {
        throw new Mistake(
          `--tag ${JSON.stringify(text)} has characters that AWS takes in no tag.`,
          'A tag has letters, digits, blanks and _ . : / = + - @ alone.',
        );
      }
      return [key, value];
    }),
  );
}
