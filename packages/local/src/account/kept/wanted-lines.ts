import type { LogGroups } from '../logs/log-groups.js';
import type { Journal, JournalEntry } from './journal.js';

const DAY = 86_400_000;

/** Drops the lines of streams that are there no more, and those that a group no longer keeps, once half of a file is of that kind. */
export async function stillWanted(lines: Journal, groups: LogGroups, now: number): Promise<void> {
  const wanted = lines.entries.filter((entry) => isWanted(entry, groups, now));
  if (wanted.length * 2 < lines.entries.length) await lines.rewrite(wanted);
}

function isWanted({ input, action, at }: JournalEntry, groups: LogGroups, now: number): boolean {
  const { logGroupName: name, logStreamName: stream } = input as {
    readonly logGroupName: string;
    readonly logStreamName: string;
  };
  const group = groups.byName.get(name);
  const found = group?.streams.get(stream);
  // A stream of that name that was made later is another one.
  if (group === undefined || found === undefined || at < found.created) return false;
  return action === 'CreateLogStream' || group.retention === undefined || at > now - group.retention * DAY;
}
