import { describe, expect, test } from '@jest/globals';
import { applyDeployment, planDeployment, type Deployed, type DeployPorts, type DeployRequest } from '@flowmap/deploy';
import type { Fault } from '@flowmap/testing';
import { cloud, type Cloud } from './support/cloud.js';
import { requestFor } from './support/flows.js';

async function deploy(request: DeployRequest, ports: DeployPorts): Promise<Deployed> {
  return applyDeployment(await planDeployment(request, ports), request, ports);
}

/** Deploys one code and then another; gives all that is there then. */
async function twice(at: Cloud): Promise<unknown> {
  await deploy(requestFor(at), await at.ports());
  await deploy(requestFor(at, { code: '00000000000000c2' }), await at.ports());
  return at.everything();
}

/** The same without what differs between accounts of the tests. */
function comparable(everything: unknown, { bucket, table }: Cloud): unknown {
  return JSON.parse(JSON.stringify(everything).replaceAll(bucket, 'BUCKET').replaceAll(table, 'TABLE'));
}

describe('a deployment under faults', () => {
  test.each<[Fault]>([['throttle'], ['fail'], ['lose-answer']])(
    'comes to the same where each call meets %s once',
    async (fault) => {
      const well = await cloud();
      const expected = comparable(await twice(well), well);
      const at = await cloud();
      const seen = new Set<string>();
      let met = 0;
      at.account.onCall(({ service, action, resource, input }) => {
        const key = JSON.stringify([service, action, resource, input]);
        if (seen.has(key)) return undefined;
        seen.add(key);
        met += 1;
        return fault;
      });
      await deploy(requestFor(at), await at.ports());
      await deploy(requestFor(at, { code: '00000000000000c2' }), await at.ports());
      at.account.onCall(undefined);
      expect(met).toBeGreaterThan(40);
      expect(comparable(await at.everything(), at)).toEqual(expected);
    },
    60_000,
  );

  // Behind a call that only reads it is as it is behind the one before.
  test('killed behind any call that changes something, and done again, comes to the same', async () => {
    const well = await cloud();
    const expected = comparable(await twice(well), well);
    let kills = 0;
    for (let kill = 1; kills === kill - 1; kill += 1) {
      const at = await cloud();
      let made = 0;
      at.account.onCall(({ action }) => {
        if (!/^(Get|Describe|List|Head|Query)/.test(action)) made += 1;
        return made === kill && !at.account.killed ? 'kill' : undefined;
      });
      for (const code of ['00000000000000c1', '00000000000000c2']) {
        const request = requestFor(at, { code });
        try {
          await deploy(request, await at.ports({ attempts: 1 }));
        } catch (error) {
          if (!at.account.killed) throw error;
          kills += 1;
          at.account.onCall(undefined);
          at.account.revive();
          await deploy(request, await at.ports());
        }
      }
      at.account.onCall(undefined);
      expect({ kill, ...(comparable(await at.everything(), at) as object) }).toEqual({ kill, ...(expected as object) });
    }
    expect(kills).toBeGreaterThan(30);
  }, 120_000);
});
