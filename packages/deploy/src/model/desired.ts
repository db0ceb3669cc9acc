import type { ComputeDeployment, DeployedResource } from '@flowmap/asl';
import { FlowError } from '@flowmap/graph';
import { ALIAS } from '../kinds/function.js';
import { tagList, tagsOf, type Tags } from '../kinds/tags.js';
import type { Role } from '../rights/document.js';
import { stepsByCompute } from '../rights/flow-roles.js';
import { machineRole } from '../rights/machine-role.js';
import { secretRights } from '../rights/secret-rights.js';
import { taskRole } from '../rights/task-role.js';
import type { Deployment } from './deployment.js';
import { machineResource } from './machine-resource.js';
import { DEPLOYMENT_TAG, historyGroupOf, logGroupOf } from './names.js';
import { deployPlace } from './place.js';
import { roleArn, roleResource } from './role-resource.js';
import { startResources } from './starts.js';

/** How many days log lines are kept where nobody says it. */
const RETENTION_DAYS = 90;

/** All that a deployment consists of, in an order in which each needs only what stands before it. */
export function desiredResources(deployment: Deployment): readonly DeployedResource[] {
  const { target, settings = {} } = deployment;
  const computes = [...computeDeployments(deployment).values()];
  const resources = [
    ...logGroups(deployment),
    ...(settings.taskRole === undefined
      ? [roleResource(taskRole(target, { computes, policies: secretRights(deployment.graph, target) }))]
      : []),
    ...(settings.machineRole === undefined ? [roleResource(ownMachineRole(deployment))] : []),
    ...withAliases(computes.flatMap((compute) => compute.resources)),
    machine(deployment),
    ...startResources(deployment.graph, target),
  ];
  const tags = { ...settings.tags, [DEPLOYMENT_TAG]: target.deployment };
  return unique(resources).map((resource) => tagged(resource, tags));
}

/** What each compute puts into the account for the steps that run on it, by the names of the computes. */
export function computeDeployments(deployment: Deployment): ReadonlyMap<string, ComputeDeployment> {
  const { graph, computes, target, code, settings = {} } = deployment;
  const place = deployPlace(target, { code, ...(settings.taskRole !== undefined && { role: settings.taskRole }) });
  const found = new Map<string, ComputeDeployment>();
  for (const [name, own] of stepsByCompute(graph, computes)) {
    const deployed = computes[name]?.deploys?.(own, place, target);
    if (deployed) found.set(name, deployed);
  }
  return found;
}

function logGroups({ target, settings = {} }: Deployment): readonly DeployedResource[] {
  const { retentionDays = RETENTION_DAYS, logExecutionHistory = false } = settings;
  const names = [logGroupOf(target.deployment), ...(logExecutionHistory ? [historyGroupOf(target.deployment)] : [])];
  return names.map((LogGroupName) => ({
    Type: 'AWS::Logs::LogGroup',
    Name: LogGroupName,
    Properties: { LogGroupName, RetentionInDays: retentionDays },
  }));
}

function ownMachineRole({ target, policies, settings = {} }: Deployment): Role {
  const { logExecutionHistory: logged = false, tracing: traced = false } = settings;
  return machineRole(target, { policies, logged, traced });
}

/** An alias is made together with the version that it stands for, so a function takes its alias as a property. */
function withAliases(resources: readonly DeployedResource[]): readonly DeployedResource[] {
  const aliases = new Map(
    resources
      .filter(({ Type }) => Type === 'AWS::Lambda::Alias')
      .map(({ Properties }) => [Properties['FunctionName'], Properties['Name'] ?? null] as const),
  );
  return resources
    .filter(({ Type }) => Type !== 'AWS::Lambda::Alias')
    .map((resource) => {
      const alias = resource.Type === 'AWS::Lambda::Function' ? aliases.get(resource.Name) : undefined;
      return alias === undefined ? resource : { ...resource, Properties: { ...resource.Properties, [ALIAS]: alias } };
    });
}

function machine({ definition, target, settings = {} }: Deployment): DeployedResource {
  const { partition, region, account, deployment } = target;
  const group = `arn:${partition}:logs:${region}:${account}:log-group:${historyGroupOf(deployment)}:*`;
  const logging = {
    Level: 'ALL',
    IncludeExecutionData: true,
    Destinations: [{ CloudWatchLogsLogGroup: { LogGroupArn: group } }],
  };
  return machineResource({
    name: target.machine,
    definition,
    role: settings.machineRole ?? roleArn(target, 'machine'),
    ...(settings.logExecutionHistory && { logging }),
    tracing: settings.tracing ?? false,
  });
}

/** Two computes may ask for one resource. Throws `RESOURCE_CONFLICT` where they want it to be unlike things. */
function unique(resources: readonly DeployedResource[]): readonly DeployedResource[] {
  const found = new Map<string, DeployedResource>();
  for (const resource of resources) {
    const key = `${resource.Type} ${resource.Name}`;
    const before = found.get(key);
    if (before && JSON.stringify(before) !== JSON.stringify(resource)) {
      throw new FlowError('RESOURCE_CONFLICT', `two computes ask for unlike resources under one name: ${key}`, {
        hint: 'Give the computes options in which they differ, or leave one of them out.',
      });
    }
    found.set(key, resource);
  }
  return [...found.values()];
}

/** Batch has tags as a map, other services as a list. What a compute says of its own wins. */
function tagged(resource: DeployedResource, tags: Tags): DeployedResource {
  const all = { ...tags, ...tagsOf(resource.Properties) };
  const Tags = resource.Type.startsWith('AWS::Batch::') ? all : tagList(all);
  return { ...resource, Properties: { ...resource.Properties, Tags } };
}
