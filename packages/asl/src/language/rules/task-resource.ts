import { at, has } from '../fields.js';
import type { Rule } from '../rule.js';

/**
 * A Task's Resource is the ARN of a Lambda function, an activity or a service integration. What is no ARN is a warning
 * only: the States Language asks for a URI and no more, and definitions are also read before ARNs are put into them.
 *
 * Source: AWS Step Functions developer guide, "Task"; "Integrating services": SDK integrations have no `.sync`.
 */
export const taskResource: Rule = (view, report) => {
  for (const { fields, type, location } of view.states) {
    if (type !== 'Task' || !has(fields, 'Resource')) continue;
    const resource = fields['Resource'];
    const where = at(location, 'Resource');
    if (typeof resource !== 'string' || resource === '') {
      report(where, `'Resource' must be an ARN`, 'INVALID_RESOURCE');
    } else if (!resource.startsWith('arn:')) {
      report(where, `'${resource}' is not an ARN`, 'INVALID_RESOURCE', 'WARNING');
    } else if (!resource.includes('${')) {
      const fault = arnFault(resource);
      if (fault !== undefined) report(where, `'${resource}' ${fault}`, 'INVALID_RESOURCE');
    }
  }
};

function arnFault(arn: string): string | undefined {
  const [, , service, region, account, ...rest] = arn.split(':');
  if (rest.length === 0) return 'is not an ARN';
  if (service === 'lambda' && rest[0] === 'function') {
    const [, name, version] = rest;
    if (rest.length > 3 || !/^[\w-]+$/.test(name ?? '')) return 'has no valid function name';
    if (version !== undefined && !/^(?:\$LATEST|[\w-]+)$/.test(version)) return 'has no valid version or alias';
  }
  if (service === 'states' && region === '' && account === '') {
    if (!INTEGRATION.test(rest.join(':'))) return 'is not a service integration';
    if (rest[0] === 'aws-sdk' && /\.sync(?::2)?$/.test(arn))
      return 'asks for .sync, which SDK integrations do not have';
  }
  return undefined;
}

const INTEGRATION = /^(?:aws-sdk:)?[a-z0-9-]+:[A-Za-z0-9]+(?:\.(?:sync(?::2)?|waitForTaskToken))?$/;
