import type { Diagnostic, StepNode } from '@flowmap/graph';
import { FARGATE_VCPUS, fargateMemory, fargateVcpus } from './fargate.js';
import type { BatchOptions } from './options.js';
import { shapeOf } from './shape.js';

/** A finding: what the step does that cannot be, and what to do. */
type Fault = readonly [message: string, hint: string];

/** What AWS Batch cannot do for a step. */
export function check(step: StepNode, options: BatchOptions): readonly Diagnostic[] {
  const { id, retry, timeoutSeconds } = step;
  const found: Diagnostic[] = [];
  if (retry?.on) {
    found.push({
      code: 'FLOW3501',
      severity: 'error',
      at: id,
      message: 'tries again only after some errors, but a failed job of AWS Batch does not say which error it had',
      hint: 'Leave `retry.on` out, or run the step on Lambda.',
    });
  }
  if (timeoutSeconds !== undefined && timeoutSeconds < 60) {
    found.push({
      code: 'FLOW3502',
      severity: 'warning',
      at: id,
      message: `may take ${timeoutSeconds} s, of which AWS Batch can need a minute to start the container`,
      hint: 'The timeout counts from the submission of the job: give it at least some minutes.',
    });
  }
  const told = (code: Diagnostic['code'], faults: readonly Fault[]): readonly Diagnostic[] =>
    faults.map(([message, hint]) => ({ code, severity: 'error', at: id, message, hint }));
  const shape = options.platform === 'FARGATE' ? onFargate(step, options) : onEc2(step, options);
  return [...found, ...told('FLOW3503', shape), ...told('FLOW3504', faultsOf(options))];
}

function onEc2({ resources }: StepNode, options: BatchOptions): readonly Fault[] {
  const { vcpu } = shapeOf(resources, options);
  if (Number.isInteger(vcpu) && vcpu > 0) return [];
  return [
    [`asks for ${vcpu} vCPUs; a container on EC2 has whole ones`, 'Ask for a whole number, or run it on Fargate.'],
  ];
}

function onFargate({ resources }: StepNode, options: BatchOptions): readonly Fault[] {
  const { vcpu, memoryMb, gpu } = shapeOf(resources, options);
  const can = fargateMemory(vcpu);
  const faults: Fault[] = [];
  if (gpu > 0) faults.push(['asks for a GPU; Fargate has none', 'Run the step on a queue of EC2.']);
  if (can.length === 0) {
    faults.push([
      `asks for ${vcpu} vCPUs; a container on Fargate has ${FARGATE_VCPUS.join(', ')}`,
      'Ask for one of these.',
    ]);
  } else if (!can.includes(memoryMb)) {
    const others = fargateVcpus(memoryMb);
    const near = can.find((memory) => memory >= memoryMb) ?? can.at(-1);
    const vcpus = others.length > 0 ? `, or ${others.join(' or ')} vCPUs` : '';
    faults.push([
      `asks for ${memoryMb} MiB and ${vcpu} vCPUs, which do not go together on Fargate`,
      `Ask for ${near} MiB${vcpus}: ${vcpu} vCPUs go with ${can[0]} to ${can.at(-1)} MiB.`,
    ]);
  }
  return faults;
}

/** What is wrong with the options themselves, as what the step runs on. */
function faultsOf({ platform, assignPublicIp, ephemeralStorageGb, environment = {} }: BatchOptions): readonly Fault[] {
  const faults: Fault[] = [];
  if (platform !== 'FARGATE' && (assignPublicIp !== undefined || ephemeralStorageGb !== undefined)) {
    const option = assignPublicIp === undefined ? 'ephemeralStorageGb' : 'assignPublicIp';
    faults.push([
      `runs on EC2 with \`${option}\`, which only Fargate has`,
      "Leave it out, or say `platform: 'FARGATE'`.",
    ]);
  }
  if (ephemeralStorageGb !== undefined && !(ephemeralStorageGb >= 21 && ephemeralStorageGb <= 200)) {
    faults.push([
      `runs in containers with ${ephemeralStorageGb} GiB of disk`,
      'Give `ephemeralStorageGb` from 21 to 200.',
    ]);
  }
  for (const name of Object.keys(environment)) {
    if (/^(?!FLOWMAP_|AWS_)[a-zA-Z_]\w*$/.test(name)) continue;
    faults.push([
      `runs in containers with a variable ${name}, which cannot be set`,
      'Give it a name of letters, digits and `_` that begins with neither `FLOWMAP_` nor `AWS_`.',
    ]);
  }
  return faults;
}
