import { join } from 'node:path';
import { FlowError } from '@flowmap/graph';
import type { Caller } from '../access/callers.js';
import { type AccountParts, accountParts } from '../account-parts.js';
import { globalArn, type Home } from '../home.js';
import { countedIds } from '../ids.js';
import { codeBytes, type CodeReader, type ObjectReader } from '../lambda/code.js';
import type { Code } from '../lambda/function-record.js';
import type { Service } from '../protocol/service.js';
import { understood } from '../server/understand.js';
import { type CodeFolder, codeFolder } from './code-folder.js';
import { type Journal, type JournalEntry, openJournal } from './journal.js';
import { stillWanted } from './wanted-lines.js';

/** A call as it came. */
export interface AccountCall {
  readonly action: string;
  readonly input: unknown;
  readonly loose: boolean;
}

/** The services of an account, which outlive their process. */
export interface KeptAccount extends Pick<AccountParts, 'functions' | 'groups' | 'batch'> {
  readonly code: CodeFolder;
  /** Whoever comes is this one. */
  readonly caller: Caller;
  service(name: string): Service | undefined;
  /** Does a call and gives its output; what changed something is kept before. One at a time. Throws what the service refuses. */
  call(service: Service, call: AccountCall): Promise<unknown>;
  /** Waits for the call under way, and closes the files. */
  close(): Promise<void>;
}

/** What an account needs. */
export interface KeptAccountOptions {
  readonly home: Home;
  /** The folder of its own. */
  readonly folder: string;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly object: ObjectReader;
}

/** Whatever the key is, it is this caller. */
const KEY = 'local';

/** What changes nothing that is kept. Sessions of roles end with the process, and events with their call. */
const READING = /^(?:Get|List|Describe|Filter|Simulate|AssumeRole$|PutEvents$)/;

/** What a log group's lines come by: they have a file of their own, in which only those stay that can still be read. */
const LINES = /^(?:CreateLogStream|PutLogEvents)$/;

/**
 * Opens the account of a folder: every call that changed it is done again, at its time and with its ids, so that all is as it was.
 * Throws `JOURNAL_DAMAGED`, also where a call cannot be done again.
 */
export async function openAccount({ home, folder, now, object }: KeptAccountOptions): Promise<KeptAccount> {
  const ids = countedIds();
  const kept = codeFolder(join(folder, 'code'));
  /** The time of the call that is done. */
  let time: number | undefined;
  /** The code of the call that is done: of an earlier one as it was found then. */
  let code: Code | undefined;
  const readCode: CodeReader = async (source) => (code ??= await kept.keep(await codeBytes(source, object)));
  const parts = accountParts({
    home,
    now: () => new Date(time ?? now()),
    ids,
    readsUntilReady: 0,
    newRoleRefusals: 0,
    caller: { accessKeyId: KEY, arn: globalArn(home, 'iam', 'user/local') },
    code: readCode,
  });
  const services = new Map(parts.services.map((service) => [service.name, service]));
  const caller = parts.callers.get(KEY) as Caller;
  const perform = async (service: Service, { action, input, loose }: AccountCall): Promise<unknown> => {
    const { operation, input: given } = understood(service, action, input, loose);
    return operation.run(given, caller);
  };

  const [changes, lines] = await Promise.all([
    openJournal(join(folder, 'calls.jsonl')),
    openJournal(join(folder, 'log-lines.jsonl')),
  ]);
  const all = [...changes.entries, ...lines.entries].sort((one, other) => one.number - other.number);
  let last = all.at(-1)?.number ?? 0;
  for (const entry of all) {
    ({ at: time, code, ids: ids.last } = entry);
    try {
      await perform(services.get(entry.service) as Service, entry);
    } catch (cause) {
      throw notRepeated(entry, folder, cause);
    }
  }
  time = undefined;
  await stillWanted(lines, parts.groups, now());
  const revisions = [...parts.functions.byName.values()].flatMap(({ latest, versions }) => [
    latest,
    ...versions.values(),
  ]);
  await kept.keepOnly(revisions.map((revision) => revision.code));

  let turn: Promise<unknown> = Promise.resolve();
  const done = async (service: Service, call: AccountCall): Promise<unknown> => {
    if (READING.test(call.action)) return perform(service, call);
    const at = now();
    const before = ids.last;
    time = at;
    code = undefined;
    try {
      const output = await perform(service, call);
      const entry: JournalEntry = {
        number: (last += 1),
        at,
        ids: before,
        service: service.name,
        action: call.action,
        input: withoutCode(call.input),
        loose: call.loose,
        ...(code !== undefined && { code }),
      };
      await journalOf(entry, changes, lines).append(entry);
      return output;
    } finally {
      time = undefined;
    }
  };

  return {
    functions: parts.functions,
    groups: parts.groups,
    batch: parts.batch,
    code: kept,
    caller,
    service: (name) => services.get(name),
    call(service, call) {
      const answer = turn.then(() => done(service, call));
      turn = answer.catch(() => undefined);
      return answer;
    },
    async close() {
      await turn;
      await Promise.all([changes.close(), lines.close()]);
    },
  };
}

function journalOf({ service, action }: JournalEntry, changes: Journal, lines: Journal): Journal {
  return service === 'logs' && LINES.test(action) ? lines : changes;
}

/** An archive is kept as files; its digest is in the entry. */
function withoutCode(input: unknown): unknown {
  if (typeof input !== 'object' || input === null) return input;
  const { ZipFile: zip, Code: code, ...rest } = input as { readonly ZipFile?: unknown; readonly Code?: object };
  if (code !== undefined) return { ...rest, Code: withoutCode(code) };
  return zip === undefined ? input : { ...rest, ZipFile: '' };
}

function notRepeated({ number, service, action }: JournalEntry, folder: string, cause: unknown): FlowError {
  const why = cause instanceof Error ? cause.message : String(cause);
  return new FlowError(
    'JOURNAL_DAMAGED',
    `${service}:${action}, the call ${number} in ${folder}, cannot be done again: ${why}`,
    { cause, hint: 'Remove its line, or choose another folder with --root.' },
  );
}
