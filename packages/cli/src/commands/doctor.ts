import { examineAccount, examineDeployment, type Finding } from '@flowmap/deploy';
import { isFlowError } from '@flowmap/graph';
import type { Config } from '../config.js';
import { atTarget } from '../deploy/local-target.js';
import type { AccountFlags } from '../deploy/open-account.js';
import type { ExitStatus, Io } from '../io.js';
import { loadConfig } from '../load-config.js';
import { withOperation } from '../operate/with-operation.js';
import { renderFindings } from '../render/findings.js';
import { painter } from '../render/paint.js';
import type { JsonFlags } from './account-options.js';

/** The flags of `doctor`. */
export interface DoctorFlags extends AccountFlags, JsonFlags {
  readonly name?: string | undefined;
}

/** `flow-cli doctor [NAME]`: looks at the account, and at a flow deployed there. Exit status 1 where something fails. */
export async function doctor(flags: DoctorFlags, io: Io): Promise<ExitStatus> {
  const findings = await examine(flags);
  io.out(flags.json ? `${JSON.stringify(findings, undefined, 2)}\n` : renderFindings(findings, painter(io)));
  return findings.some(({ level }) => level === 'error') ? 1 : 0;
}

async function examine(given: DoctorFlags): Promise<readonly Finding[]> {
  const { flags, config } = await atTarget(given, await loadConfig(process.cwd()));
  const { name } = flags;
  try {
    return await withOperation(
      flags,
      async (operation) => {
        const account = await examineAccount({
          ...operation,
          key: config.target?.key,
          queues: queuesOf(config),
          insecureTransport: flags.endpointUrl?.startsWith('http:') ?? false,
        });
        return name === undefined ? account : [...account, ...(await examineDeployment(name, operation))];
      },
      'doctor',
    );
  } catch (error) {
    if (!isFlowError(error) || !/^AWS_|^WRONG_ACCOUNT$/u.test(error.code)) throw error;
    const { message, hint = 'Look at the configuration of the AWS CLI.' } = error;
    return [{ level: 'error', about: 'credentials', message, hint }];
  }
}

/** The job queues of the computes of a configuration. */
function queuesOf({ computes = {} }: Config): readonly string[] {
  return Object.values(computes).flatMap(({ options }) => {
    const queue = (options as { readonly queue?: unknown } | null)?.queue;
    return typeof queue === 'string' ? [queue] : [];
  });
}
