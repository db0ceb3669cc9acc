import { compile, type Computes } from '@flowmap/asl';
import { lambda } from '@flowmap/compute-lambda';
import { flow, param, type Flow } from '@flowmap/flow';
import { distributed } from '@flowmap/map-distributed';
import { inline } from '@flowmap/map-inline';
import { dynamodbRunStates } from '@flowmap/metadata-dynamodb/states';
import { codeKeys, type DeploymentSettings, type DeployRequest } from '@flowmap/deploy';
import type { Cloud } from './cloud.js';

/** A flow with a fan-out, whose steps have two shapes. */
export const FLIGHTS: Flow<{ rows: number }> = flow(
  { name: 'flights', params: { rows: param.integer({ default: 3 }) } },
  ({ step, foreach }) => {
    const start = step('start', ({ params }) => ({ chunks: Array.from({ length: params.rows }, (_, i) => i) }));
    const each = foreach('perChunk', { items: start.out.chunks, strategy: distributed() }, (chunk, s) =>
      s.step('square', { in: { chunk }, resources: { memoryMb: 2048 } }, ({ in: given }) => given.chunk ** 2),
    );
    step('report', { in: { each: each.out } }, ({ in: given }) => given.each.toArray());
  },
);

/** What can be said of a deployment in a test. */
export interface Wanted extends Partial<Pick<DeployRequest, 'authorize' | 'generateNewToken'>> {
  readonly flow?: Flow;
  /** The hash of the code. */
  readonly code?: string;
  readonly computes?: Computes;
  readonly settings?: DeploymentSettings;
}

/** A flow, compiled for an account. Its code is a word. */
export function requestFor({ account, bucket, table }: Cloud, wanted: Wanted = {}): DeployRequest {
  const { code = '00000000000000c1', computes = { default: lambda() }, settings, ...more } = wanted;
  const built: Flow = wanted.flow ?? FLIGHTS;
  const { name, graph } = built;
  const { partition, region } = account;
  const target = { deployment: name, machine: name, partition, region, account: account.account, bucket, table, code };
  const { definition, policies, diagnostics } = compile(graph, {
    strategies: built.strategies,
    fallback: inline(),
    computes,
    run: dynamodbRunStates(),
    target,
  });
  if (!definition) throw new Error(diagnostics.map(({ message }) => message).join('; '));
  const keys = codeKeys(code);
  return {
    deployment: {
      graph,
      computes,
      definition,
      policies,
      target,
      code: { bucket, ...keys, start: ['node'] },
      ...(settings && { settings }),
    },
    uploads: [
      { key: keys.zip, body: Buffer.from(`zip of ${code}`) },
      { key: keys.module, body: Buffer.from(`module of ${code}`) },
      { key: keys.graph, body: Buffer.from(JSON.stringify(graph)) },
    ],
    ...more,
  };
}
