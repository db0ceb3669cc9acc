import type { Diagnostic, StepNode } from '@flowmap/graph';

/** What AWS Batch cannot do for a step. */
export function check({ id, retry, timeoutSeconds }: StepNode): readonly Diagnostic[] {
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
  return found;
}
