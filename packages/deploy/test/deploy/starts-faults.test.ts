import { expect, test } from '@jest/globals';
import { applyDeployment, planDeployment, type DeployPorts } from '@flowmap/deploy';
import { arrivals, HOURLY, NIGHTLY, type Starts } from './support/arrivals.js';
import { cloud, type Cloud } from './support/cloud.js';
import { requestFor } from './support/flows.js';

/** What starts the flow, one deployment after the other. */
const ALL: readonly Starts[] = [
  { schedules: { nightly: NIGHTLY, hourly: HOURLY }, events: true },
  { schedules: { nightly: { cron: '0 4 * * ? *', timeZone: 'Europe/Berlin' } } },
];

async function deploy(at: Cloud, starts: Starts, ports: DeployPorts): Promise<void> {
  const request = requestFor(at, { flow: arrivals(starts) });
  await applyDeployment(await planDeployment(request, ports), request, ports);
}

/** All that is there, without what differs between accounts of the tests. */
async function everything(at: Cloud): Promise<unknown> {
  const text = JSON.stringify(await at.everything());
  return JSON.parse(text.replaceAll(at.bucket, 'BUCKET').replaceAll(at.table, 'TABLE'));
}

async function undisturbed(): Promise<unknown> {
  const at = await cloud();
  for (const starts of ALL) await deploy(at, starts, await at.ports());
  return everything(at);
}

/** Calls that concern what starts the flow: what else a deployment calls, its own tests disturb. */
const CONCERNED = /flowmap-arrivals|-starter/u;

test('what starts a flow comes to the same where the answer to each call about it is lost once', async () => {
  const expected = await undisturbed();
  const at = await cloud();
  const seen = new Set<string>();
  at.account.onCall((call) => {
    const key = JSON.stringify([call.service, call.action, call.resource, call.input]);
    if (!CONCERNED.test(key) || seen.has(key)) return undefined;
    seen.add(key);
    return 'lose-answer';
  });
  for (const starts of ALL) await deploy(at, starts, await at.ports());
  expect(seen.size).toBeGreaterThan(40);
  expect(await everything(at)).toEqual(expected);
}, 60_000);

test('what starts a flow comes to the same where the deployment is killed behind each change of it', async () => {
  const expected = await undisturbed();
  const at = await cloud();
  const seen = new Set<string>();
  at.account.onCall(({ service, action, resource, input }) => {
    const key = JSON.stringify([service, action, resource, input]);
    const isRead = /^(Get|Describe|List|Head|Query)/.test(action);
    // A call that is made again has another token of the client.
    const again = key.replaceAll(/"[Cc]lientToken":"[^"]*"/gu, '');
    if (isRead || !CONCERNED.test(key) || seen.has(again) || at.account.killed) return undefined;
    seen.add(again);
    return 'kill';
  });
  let kills = 0;
  for (const starts of ALL) {
    for (let done = false; !done;) {
      try {
        await deploy(at, starts, await at.ports({ attempts: 1 }));
        done = true;
      } catch (error) {
        if (!at.account.killed) throw error;
        kills += 1;
        at.account.revive();
      }
    }
  }
  expect(kills).toBeGreaterThan(20);
  expect(await everything(at)).toEqual(expected);
}, 60_000);
