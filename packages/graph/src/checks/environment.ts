import type { StepNode } from '../nodes.js';
import type { SecretReference } from '../secret.js';
import type { Check } from './check.js';
import { fault } from './check.js';
import { nodesIn } from './walk.js';

const VARIABLE = /^[A-Za-z_][A-Za-z0-9_]{0,127}$/;

/** What AWS and flowmap give to a process themselves. */
const TAKEN = /^(?:AWS|FLOWMAP)_/;

/** What the services let a secret and a parameter be called, and their ARNs. Sources: the API references of both. */
const NAMES = {
  secretsmanager: /^(?:arn:[^:]+:secretsmanager:[^:]+:\d{12}:secret:)?[\w/+=.@-]{1,512}$/,
  ssm: /^(?:arn:[^:]+:ssm:[^:]+:\d{12}:parameter\/)?[\w./-]{1,2048}$/,
} as const;

/** `env` and `secrets` give a step names that it can have, each one value. */
export const checkEnvironment: Check = function* (graph) {
  for (const node of nodesIn(graph)) {
    if (node.kind !== 'step') continue;
    for (const [problem, hint] of problemsOf(node)) {
      yield fault('FLOW1023', node.id, `${node.id}: ${problem}`, hint);
    }
  }
};

function* problemsOf({ env = {}, secrets = {} }: StepNode): Generator<readonly [problem: string, hint: string]> {
  for (const name of new Set([...Object.keys(env), ...Object.keys(secrets)])) {
    if (!VARIABLE.test(name)) {
      yield [`no variable can be called ${JSON.stringify(name)}`, 'Use letters, digits and _, no digit first.'];
    } else if (TAKEN.test(name)) {
      yield [`${name} begins as variables of AWS and flowmap do`, 'Choose another name.'];
    }
    if (Object.hasOwn(env, name) && Object.hasOwn(secrets, name)) {
      yield [`${name} is both in env and in secrets`, 'Leave one of them out.'];
    }
  }
  for (const [name, secret] of Object.entries(secrets)) yield* problemsOfSecret(name, secret);
}

function* problemsOfSecret(name: string, secret: SecretReference): Generator<readonly [problem: string, hint: string]> {
  if (!NAMES[secret.from].test(secret.name)) {
    const what = secret.from === 'ssm' ? 'parameter' : 'secret';
    yield [
      `${name} is ${JSON.stringify(secret.name)}, which no ${what} can be called`,
      `Give the name or the ARN of the ${what}.`,
    ];
  }
  if (secret.from === 'secretsmanager' && secret.key === '') {
    yield [`${name} has an empty key`, 'Leave it out for the whole secret.'];
  }
}
