import type { NodeProgress } from '@flowmap/local';
import type { Io } from '../io.js';
import { watchChanges, type Change } from './changes.js';
import { duration, failure, rate, shortAddress } from './words.js';
import type { View } from './view.js';

/** Milliseconds between two lines about the same foreach. */
const EVERY = 5000;

/** Failures that are shown one by one. */
const FAILURES = 20;

/** A run as lines: for a file, a pipe, a log of a build. */
export function plainView({ err }: Pick<Io, 'err'>): View {
  const changes = watchChanges(EVERY);
  let failures = 0;
  return {
    event(event) {
      if (event.type === 'log') err(`${shortAddress(event.line.address)} | ${event.line.message}\n`);
      if (event.type === 'run') err(`run ${event.run} of ${event.deployment}\n`);
      if (event.type !== 'failure') return;
      failures += 1;
      if (failures <= FAILURES) err(`${failure(event)}\n`);
      if (failures === FAILURES) err('further failures are counted and not shown\n');
    },
    show(nodes, now) {
      for (const change of changes.since(nodes, now)) err(`${describe(change)}\n`);
    },
    close: () => undefined,
  };
}

function describe({ node, what }: Change): string {
  const { id, kind } = node;
  const time =
    node.started === undefined || node.ended === undefined ? '' : ` in ${duration(node.ended - node.started)}`;
  if (what === 'started') return `${id} started${node.total === undefined ? '' : `: ${node.total} items`}`;
  if (kind === 'step') return `${id} ${what}${time}`;
  if (what === 'progress') return `${id} ${counts(node)}`;
  return `${id} ${what}${time}: ${counts(node)}`;
}

/** `412/1000 done, 40 running, 3 failed, 86/s` */
function counts({ total, done, running, failed, rate: pace }: NodeProgress): string {
  return [
    `${done}${total === undefined ? '' : `/${total}`} done`,
    ...(running > 0 ? [`${running} running`] : []),
    ...(failed > 0 ? [`${failed} failed`] : []),
    ...(pace === undefined ? [] : [rate(pace)]),
  ].join(', ');
}
