import type { Diagnostic, StepNode } from '@flowmap/graph';
import { shapeOf } from './function-name.js';
import { LONGEST_SECONDS, settings, type LambdaOptions } from './options.js';

/** Limits of a function. Source: AWS Lambda developer guide, "Lambda quotas". */
const MEMORY_MB = { least: 128, most: 10_240 } as const;
const STORAGE_MB = { least: 512, most: 10_240 } as const;
const MOST_LAYERS = 5;

/** Variables that the service or flowmap sets. Source: AWS Lambda developer guide, "Reserved environment variables". */
const TAKEN =
  /^(?:FLOWMAP_.*|AWS_LAMBDA_.*|AWS_REGION|AWS_DEFAULT_REGION|AWS_EXECUTION_ENV|AWS_ACCESS_KEY(?:_ID)?|AWS_SECRET_ACCESS_KEY|AWS_SESSION_TOKEN|LAMBDA_TASK_ROOT|LAMBDA_RUNTIME_DIR)$/;

/** A name that a variable of a function can have. Source: AWS Lambda API reference, Environment. */
const VARIABLE = /^[a-zA-Z]\w+$/;

/** What a step runs on that cannot be, and what to do. */
type Fault = readonly [message: string, hint: string];

/** What Lambda cannot do for a step. */
export function check({ id, resources = {}, timeoutSeconds }: StepNode, options: LambdaOptions): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  const fault = (message: string, hint: string): void => {
    found.push({ code: 'FLOW3401', severity: 'error', at: id, message, hint });
  };
  const { gpu, cpu } = resources;
  const { memoryMb } = shapeOf(resources, options);
  if (!isWithin(memoryMb, MEMORY_MB)) {
    fault(`asks for ${memoryMb} MiB; a Lambda function has ${MEMORY_MB.least} to ${MEMORY_MB.most}`, BATCH);
  }
  if (gpu !== undefined && gpu > 0) fault('asks for a GPU; Lambda has none', BATCH);
  if (cpu !== undefined) {
    fault(
      'asks for CPUs; a Lambda function gets them by its memory',
      'Give `memoryMb` instead: 1,769 MiB are one vCPU.',
    );
  }
  const longest = Math.min(settings(options).timeoutSeconds, LONGEST_SECONDS);
  if (timeoutSeconds !== undefined && timeoutSeconds > longest) {
    const hint = longest < LONGEST_SECONDS ? 'Give `lambda({ timeoutSeconds })` as much.' : BATCH;
    fault(`may take ${timeoutSeconds} s; a Lambda function ends after ${longest}`, hint);
  }
  const faults = faultsOf(options).map(([message, hint]): Diagnostic => {
    return { code: 'FLOW3402', severity: 'error', at: id, message: `runs on ${message}`, hint };
  });
  return [...found, ...faults];
}

/** What is wrong with the options themselves, as what the step runs on, and what to do. */
function faultsOf(options: LambdaOptions): readonly Fault[] {
  const { timeoutSeconds, layers = [], vpc, image, environment = {} } = settings(options);
  const { ephemeralStorageMb = STORAGE_MB.least } = options;
  const faults: Fault[] = [];
  if (!isWithin(timeoutSeconds, { least: 1, most: LONGEST_SECONDS })) {
    faults.push([
      `functions that end after ${timeoutSeconds} s`,
      `Give \`timeoutSeconds\` from 1 to ${LONGEST_SECONDS}.`,
    ]);
  }
  if (!isWithin(ephemeralStorageMb, STORAGE_MB)) {
    const { least, most } = STORAGE_MB;
    faults.push([
      `functions with ${ephemeralStorageMb} MiB in /tmp`,
      `Give \`ephemeralStorageMb\` from ${least} to ${most}.`,
    ]);
  }
  if (layers.length > MOST_LAYERS) {
    faults.push([
      `functions with ${layers.length} layers`,
      `Put what they hold into ${MOST_LAYERS}, or into an \`image\`.`,
    ]);
  }
  if (layers.length > 0 && image !== undefined) {
    faults.push(['an image and on layers, which an image cannot have', 'Put what the layers hold into the image.']);
  }
  if (vpc && (vpc.subnets.length === 0 || vpc.securityGroups.length === 0)) {
    faults.push(['functions in a VPC without subnets or security groups', 'Name at least one of each in `vpc`.']);
  }
  for (const name of Object.keys(environment)) {
    if (VARIABLE.test(name) && !TAKEN.test(name)) continue;
    faults.push([
      `functions with a variable ${name}, which cannot be set`,
      'Give it a name of letters, digits and `_` that begins with neither `FLOWMAP_` nor `AWS_LAMBDA_`.',
    ]);
  }
  return faults;
}

function isWithin(value: number, { least, most }: { readonly least: number; readonly most: number }): boolean {
  return Number.isInteger(value) && value >= least && value <= most;
}

const BATCH = "Run the step on AWS Batch: resources: { on: 'batch' }.";
