import type { Diagnostic, StepNode } from '@flowmap/graph';

/** Limits of a function. Source: AWS Lambda developer guide, "Lambda quotas". */
const MEMORY_MB = { least: 128, most: 10_240 } as const;
const TIMEOUT_SECONDS = 900;

/** What Lambda cannot do for a step. */
export function check({ id, resources = {}, timeoutSeconds }: StepNode): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  const fault = (message: string, hint: string): void => {
    found.push({ code: 'FLOW3401', severity: 'error', at: id, message, hint });
  };
  const { memoryMb, gpu, cpu } = resources;
  if (memoryMb !== undefined && (memoryMb < MEMORY_MB.least || memoryMb > MEMORY_MB.most)) {
    fault(`asks for ${memoryMb} MiB; a Lambda function has ${MEMORY_MB.least} to ${MEMORY_MB.most}`, BATCH);
  }
  if (gpu !== undefined && gpu > 0) fault('asks for a GPU; Lambda has none', BATCH);
  if (cpu !== undefined) {
    fault(
      'asks for CPUs; a Lambda function gets them by its memory',
      'Give `memoryMb` instead: 1,769 MiB are one vCPU.',
    );
  }
  if (timeoutSeconds !== undefined && timeoutSeconds > TIMEOUT_SECONDS) {
    fault(`may take ${timeoutSeconds} s; a Lambda function ends after ${TIMEOUT_SECONDS}`, BATCH);
  }
  return found;
}

const BATCH = "Run the step on AWS Batch: resources: { on: 'batch' }.";
