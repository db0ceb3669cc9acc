import { FlowError } from '@flowmap/graph';
import type { MetadataStore } from '@flowmap/store';

/** Names that are offered where one is not known. */
const OFFERED = 3;

/**
 * The error for a name under which nothing is deployed, `NO_SUCH_FLOW`, with the names that are near it. A flow that is somebody's and has
 * no state machine was never deployed to the end.
 */
export async function noSuchFlow(metadata: MetadataStore, name: string): Promise<FlowError> {
  const names: string[] = [];
  for await (const { deployment } of metadata.owners()) names.push(deployment);
  if (names.includes(name)) {
    return new FlowError(
      'NO_SUCH_FLOW',
      `${name} has no state machine that can be started: its deployment never ended.`,
      {
        hint: 'Deploy it again: it goes on where it stopped.',
      },
    );
  }
  const near = nearNames(name, names);
  return new FlowError('NO_SUCH_FLOW', `No flow is deployed as ${name}.`, {
    hint:
      near.length > 0
        ? `Is it ${near.join(', or ')}?`
        : 'flow-cli list shows the flows that are deployed in this account and region.',
  });
}

/** Those of some names that somebody may have meant, nearest first. */
export function nearNames(name: string, names: readonly string[]): readonly string[] {
  const most = Math.max(2, Math.floor(name.length / 3));
  return names
    .map((other) => ({ other, far: farFrom(name.toLowerCase(), other.toLowerCase()) }))
    .filter(({ far }) => far <= most)
    .sort((a, b) => a.far - b.far || (a.other < b.other ? -1 : 1))
    .slice(0, OFFERED)
    .map(({ other }) => other);
}

/** Characters to put in, take out or change until one text is the other; 1 where one is the beginning of the other. */
function farFrom(one: string, other: string): number {
  if (one !== '' && (other.startsWith(one) || one.startsWith(other))) return 1;
  let row = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (let i = 1; i <= one.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= other.length; j += 1) {
      const changed = (row[j - 1] ?? 0) + (one[i - 1] === other[j - 1] ? 0 : 1);
      next.push(Math.min(changed, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[other.length] ?? 0;
}
