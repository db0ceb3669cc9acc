import { GetAccountSettingsCommand } from '@aws-sdk/client-lambda';
import type { AccountToExamine } from './account-to-examine.js';
import { examined, type Finding, ok, warning } from './finding.js';

const ABOUT = 'quota';

/** Functions at once below which a wide foreach is throttled for most of its time. New accounts may have as few as 10. */
const FEW = 100;
/** Part of the room for code that may be in use. */
const FULL = 0.8;
const GIB = 1024 ** 3;

/** Looks at what the account has of AWS Lambda: how many functions run at once, and the room for their code. One call. */
export async function examineLambda({ site }: AccountToExamine): Promise<readonly Finding[]> {
  return examined(ABOUT, 'What AWS Lambda allows the account', async () => {
    const { AccountLimit: limit, AccountUsage: usage } = await site.aws.lambda.send(new GetAccountSettingsCommand({}));
    const { UnreservedConcurrentExecutions: atOnce = 0, TotalCodeSize: room = 0 } = limit ?? {};
    const used = usage?.TotalCodeSize ?? 0;
    const size = `${(used / GIB).toFixed(1)} of ${(room / GIB).toFixed(1)} GiB`;
    return [
      atOnce < FEW
        ? warning(
            ABOUT,
            `AWS Lambda runs ${atOnce} functions at once; a foreach that asks for more is throttled.`,
            'Ask for more "Concurrent executions" of AWS Lambda in the Service Quotas console.',
          )
        : ok(ABOUT, `AWS Lambda runs ${atOnce} functions at once.`),
      used > room * FULL
        ? warning(
            ABOUT,
            `The code of all functions takes ${size}.`,
            'Remove functions and versions that nothing uses, or ask for more "Function and layer storage".',
          )
        : ok(ABOUT, `The code of all functions takes ${size}.`),
    ];
  });
}
