import type { PolicyStatement, Target } from '@flowmap/asl';
import { indexGraph, type FlowGraph, type SecretReference } from '@flowmap/graph';

/** What the service puts behind a secret's name in its ARN: a hyphen and six characters. */
const SUFFIX = /-[A-Za-z0-9]{6}$/;

/**
 * The rights to read the secrets that the steps of a flow name, and nothing else of that kind; none where they name none. Keys of
 * AWS that encrypt them need no right of their own.
 */
export function secretRights(
  graph: FlowGraph,
  target: Pick<Target, 'partition' | 'region' | 'account'>,
): readonly PolicyStatement[] {
  const all = [...indexGraph(graph).nodes.values()].flatMap(({ node }) =>
    node.kind === 'step' ? Object.values(node.secrets ?? {}) : [],
  );
  const statement = (action: string, resources: readonly string[]): readonly PolicyStatement[] =>
    resources.length === 0 ? [] : [{ Action: [action], Resource: [...new Set(resources)].sort() }];
  const from = (service: SecretReference['from']): readonly string[] =>
    all.filter((one) => one.from === service).map((one) => arnOf(one, target));
  return [
    ...statement('secretsmanager:GetSecretValue', from('secretsmanager')),
    ...statement('ssm:GetParameter', from('ssm')),
    ...statement(
      'kms:Decrypt',
      all.flatMap(({ kmsKey }) => (kmsKey === undefined ? [] : [kmsKey])),
    ),
  ];
}

/** Sources: AWS service authorization reference, "AWS Secrets Manager", "AWS Systems Manager". */
function arnOf(
  { from, name }: SecretReference,
  { partition, region, account }: Pick<Target, 'partition' | 'region' | 'account'>,
): string {
  const isArn = name.startsWith('arn:');
  if (from === 'ssm') {
    return isArn ? name : `arn:${partition}:ssm:${region}:${account}:parameter/${name.replace(/^\//, '')}`;
  }
  // A name never has the suffix, whatever it ends with.
  if (isArn) return SUFFIX.test(name) ? name : `${name}-??????`;
  return `arn:${partition}:secretsmanager:${region}:${account}:secret:${name}-??????`;
}
