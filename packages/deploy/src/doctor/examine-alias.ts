import { createHash } from 'node:crypto';
import { GetFunctionConfigurationCommand, type FunctionConfiguration } from '@aws-sdk/client-lambda';
import { isNamed } from '../aws/fault.js';
import { codeKeys } from '../model/names.js';
import type { ExaminePorts, UsedResource } from './examine-deployment.js';
import { error, type Finding, ok } from './finding.js';

const ABOUT = 'Lambda::Alias';

/** Looks at the alias of a code: that it is there, and that the version behind it has the code that was uploaded. */
export async function examineAlias(
  { name, deployment: { code } }: UsedResource,
  { site, objects }: ExaminePorts,
): Promise<readonly Finding[]> {
  const [FunctionName = '', Qualifier = ''] = name.split(':');
  let found: FunctionConfiguration;
  try {
    found = await site.aws.lambda.send(new GetFunctionConfigurationCommand({ FunctionName, Qualifier }));
  } catch (thrown) {
    if (isNamed(thrown, 'ResourceNotFoundException')) return [error(ABOUT, `${name} is gone: runs fail there.`, AGAIN)];
    throw thrown;
  }
  const { Version: version = '', State: state, StateReason: reason, PackageType: type, CodeSha256: digest } = found;
  if (state === 'Failed') {
    return [
      error(
        ABOUT,
        `${name} cannot be invoked: ${reason ?? 'AWS Lambda gives no reason'}.`,
        'Look at it in the console.',
      ),
    ];
  }
  // The code of an image is not among the objects.
  const zip = type === 'Image' ? undefined : await objects.get(codeKeys(code).zip);
  const isOther = zip && createHash('sha256').update(zip).digest('base64') !== digest;
  if (isOther) {
    return [error(ABOUT, `${name} stands for version ${version}, which has another code than was deployed.`, MOVED)];
  }
  return [ok(ABOUT, `${name} stands for version ${version}${zip ? ', with the code that was deployed' : ''}.`)];
}

const AGAIN = 'Deploy it again: what is gone is made anew.';
const MOVED = 'Somebody moved the alias. Remove it and deploy again.';
