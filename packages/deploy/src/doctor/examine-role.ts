import { ListAttachedRolePoliciesCommand, ListRolePoliciesCommand } from '@aws-sdk/client-iam';
import type { PolicyStatement, Target } from '@flowmap/asl';
import type { JsonObject } from '@flowmap/graph';
import { kindOf } from '../kinds/index.js';
import { named } from '../kinds/kind.js';
import { POLICY } from '../kinds/role.js';
import { STATE_MACHINE } from '../kinds/state-machine.js';
import { roleName } from '../model/names.js';
import { type GrantedDocument, missingRights } from '../rights/missing-rights.js';
import { type TrustDocument, trustsMachine } from '../rights/trusts-machine.js';
import type { ExaminePorts, UsedResource } from './examine-deployment.js';
import { error, type Finding, warning } from './finding.js';

const ABOUT = 'IAM::Role';
const AGAIN = 'Deploy it again: the role is made right.';

/**
 * Looks at a role of the flow: that it has the policy that deploying writes, and no other; and of the role of the state machine, that it lets
 * Step Functions take it on, record the run, and invoke each function that its definition names.
 */
export async function examineRole(
  used: UsedResource,
  found: JsonObject,
  ports: ExaminePorts,
): Promise<readonly Finding[]> {
  const { name } = used;
  const { iam } = ports.site.aws;
  const { PolicyNames: inline = [] } = await iam.send(new ListRolePoliciesCommand({ RoleName: name }));
  const { AttachedPolicies: attached = [] } = await iam.send(new ListAttachedRolePoliciesCommand({ RoleName: name }));
  const others = [...inline.filter((one) => one !== POLICY), ...attached.map(({ PolicyName: one = '' }) => one)];
  const [policy] = (found['Policies'] ?? []) as unknown as readonly { readonly PolicyDocument: GrantedDocument }[];
  return [
    ...(policy ? [] : [error(ABOUT, `${name} has lost its policy ${POLICY}.`, AGAIN)]),
    ...(others.length > 0
      ? [warning(ABOUT, `${name} has policies that deploying did not write: ${others.join(', ')}.`, FOREIGN)]
      : []),
    ...(policy && isOfMachine(used, ports) ? await examineMachineRole(used, found, policy.PolicyDocument, ports) : []),
  ];
}

const FOREIGN = 'A role with policies of others cannot be removed with the flow; give rights in the flow instead.';

function isOfMachine({ name, deployment }: UsedResource, { site }: ExaminePorts): boolean {
  return name === roleName(deployment.deployment, site.region, 'machine');
}

async function examineMachineRole(
  { name, deployment }: UsedResource,
  found: JsonObject,
  policy: GrantedDocument,
  { site, table }: ExaminePorts,
): Promise<readonly Finding[]> {
  const { account, region, partition } = site;
  const flow = deployment.deployment;
  const target: Target = { partition, region, account, deployment: flow, machine: flow, table, bucket: '', code: '' };
  const trusts = trustsMachine(found['AssumeRolePolicyDocument'] as unknown as TrustDocument, target);
  const arn = (rest: string): string => `arn:${partition}:${rest}`;
  const machine = await kindOf(STATE_MACHINE.type).read(site, named(STATE_MACHINE.type, flow));
  const text = machine?.['DefinitionString'];
  const definition = typeof text === 'string' ? text : '';
  const aliases = (deployment.resources ?? []).filter(
    (one) => one.type === 'AWS::Lambda::Alias' && definition.includes(one.name),
  );
  const needed: readonly PolicyStatement[] = [
    {
      Action: ['dynamodb:PutItem'],
      Resource: definition.includes('dynamodb:putItem') ? [arn(`dynamodb:${region}:${account}:table/${table}`)] : [],
    },
    {
      Action: ['lambda:InvokeFunction'],
      Resource: aliases.map((alias) => arn(`lambda:${region}:${account}:function:${alias.name}`)),
    },
  ];
  const missing = missingRights(needed, [policy]).filter(({ why }) => why !== 'unjudged');
  return [
    ...(trusts === 'no' ? [error(ABOUT, `${name} does not let Step Functions take it on.`, AGAIN)] : []),
    ...missing.map(({ action, resource }) =>
      error(ABOUT, `${name} has lost the right to ${action} on ${resource}.`, AGAIN),
    ),
  ];
}
