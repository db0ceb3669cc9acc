import { FlowError } from '@flowmap/graph';
import type { Site } from '../kinds/kind.js';

/** A run of a deployed flow. */
export interface RunRef {
  readonly deployment: string;
  /** The run id: the name of the execution. */
  readonly run: string;
}

/**
 * A run as somebody writes it: `flight-delays/01JD...`, or the id alone where the flow is named besides. Throws `NO_RUN_NAMED` where it
 * is not said of which flow it is, or both say it differently.
 */
export function runRef(text: string, name?: string): RunRef {
  const [first = '', second, ...more] = text.split('/');
  const [deployment, run] = second === undefined ? [name, first] : [first, second];
  const isOdd = more.length > 0 || (name !== undefined && deployment !== name);
  if (deployment !== undefined && deployment !== '' && run !== '' && !isOdd) return { deployment, run };
  throw new FlowError('NO_RUN_NAMED', `${JSON.stringify(text)} names no run of a flow.`, {
    hint: 'Write NAME/RUN, as flow-cli list-runs NAME shows them, or the run with --name NAME.',
  });
}

/** The ARN of a run's execution. */
export function executionArn({ partition, region, account }: Site, { deployment, run }: RunRef): string {
  return `arn:${partition}:states:${region}:${account}:execution:${deployment}:${run}`;
}
