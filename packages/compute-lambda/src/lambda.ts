import type { Compute, Field } from '@flowmap/asl';
import type { Template } from '@flowmap/asl/language';
import type { Invocation, Json } from '@flowmap/graph';
import { check } from './checks.js';
import { functionArn, shapeOf } from './function-name.js';
import { deploysFunctions } from './function-resources.js';
import { given, type LambdaOptions } from './options.js';
import { CONTINUED, CRASHES, THROTTLED } from './retriers.js';

/**
 * Runs steps as AWS Lambda functions by `lambda:invoke`. The answer of a task comes back with the call, so facts cost no
 * further state.
 *
 * @example
 * export const computes = { default: lambda({ memoryMb: 2_048, architecture: 'arm64' }) };
 */
export function lambda(options: LambdaOptions = {}): Compute {
  return {
    kind: 'lambda',
    apiVersion: 1,
    options: given(options),
    carriesItems: true,
    check: (step) => check(step, options),
    task: ({ step, fields, range }, target) => {
      const arn = functionArn(shapeOf(step.resources, options), options, target);
      return {
        state: {
          Type: 'Task',
          Resource: `arn:${target.partition}:states:::lambda:invoke`,
          Arguments: { FunctionName: arn, Payload: payload(fields) },
          Retry: range ? [THROTTLED, CONTINUED] : [THROTTLED],
        },
        policies: [{ Action: ['lambda:InvokeFunction'], Resource: [arn] }],
        // Backticks, since names of facts hold slashes and hyphens.
        fact: (name) => `$states.result.Payload.f.\`${name}\``,
        failed: '$states.result.Payload.failed',
        crashes: CRASHES,
      };
    },
    received: (resource, args) => {
      if (!resource.endsWith(':states:::lambda:invoke')) return undefined;
      const body = (args as { readonly Payload?: Partial<Invocation> } | null)?.Payload;
      return body?.v === 1 && typeof body.step === 'string' ? (body as Invocation) : undefined;
    },
    answered: (answer) => ({ ExecutedVersion: '$LATEST', Payload: answer as Json, StatusCode: 200 }),
    failed: ({ name, message, stack }) => ({
      error: name,
      cause: JSON.stringify({ errorType: name, errorMessage: message, trace: stack?.split('\n') ?? [] }),
    }),
    deploys: (steps, place, target) => deploysFunctions(steps, options, place, target),
  };
}

function payload(fields: { readonly [name: string]: Field | undefined }): { readonly [name: string]: Template } {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, field]) => {
      if (!field) return [];
      return [[name, 'value' in field ? field.value : `{% ${field.expression} %}`]];
    }),
  );
}
