import type { Invocation } from '@flowmap/graph';
import { arrayItem } from '@flowmap/graph';
import { crew } from './range/crew.js';

/** An array job: what its children are told, how many they are, and how often one is started whose worker dies. */
export interface ChildrenOfArray {
  readonly invocation: Invocation;
  readonly size: number;
  readonly attempts: number;
}

/** How the attempt of a child ended: it did its work, its item failed for good, or its worker died. */
export type ChildEnd = 'done' | 'failed' | 'died';

/** Children under way at once: more than the processes of one machine take, and few enough to hold beside each other. */
const WIDTH = 256;

/**
 * Runs the children of an array job where no service does, and tells how many failed. As AWS Batch does, it runs all of them to their
 * end, whatever becomes of the others. `run` is told whether a child that dies is started again; when it rejects, so does this, at once.
 */
export async function runArrayJob(
  { invocation, size, attempts }: ChildrenOfArray,
  run: (child: Invocation, again: boolean) => Promise<ChildEnd>,
): Promise<number> {
  let failed = 0;
  const child = async (position: number): Promise<void> => {
    const item = arrayItem(invocation, position);
    for (let attempt = 0; attempt < attempts; attempt++) {
      const end = await run({ ...item, try: item.try + attempt }, attempt + 1 < attempts);
      if (end === 'done') return;
      if (end === 'failed') break;
    }
    failed += 1;
  };
  await crew(positions(size), Math.min(size, WIDTH), () => true, child);
  return failed;
}

async function* positions(size: number): AsyncGenerator<number, void, undefined> {
  for (let position = 0; position < size; position++) yield position;
}
