import { describe, expect, test } from '@jest/globals';
import { applyDeployment, planDeployment, type Deployed, type DeployPorts, type DeployRequest } from '@flowmap/deploy';
import type { Fault } from '@flowmap/testing';
import { cloud, type Cloud } from './support/cloud.js';
import { requestFor } from './support/flows.js';

async function deploy(request: DeployRequest, ports: DeployPorts): Promise<Deployed> {
  return applyDeployment(await planDeployment(request, ports), request, ports);
}

const CODES = ['00000000000000c1', '00000000000000c2'];

/** Deploys one code after the other; gives all that is there then. */
async function deployAll(at: Cloud, codes: readonly string[]): Promise<unknown> {
  for (const code of codes) await deploy(requestFor(at, { code }), await at.ports());
  return at.everything();
}

/** The same without what differs between accounts of the tests. */
function comparable(everything: unknown, { bucket, table }: Cloud): unknown {
  return JSON.parse(JSON.stringify(everything).replaceAll(bucket, 'BUCKET').replaceAll(table, 'TABLE'));
}

describe('a deployment under faults', () => {
  // A client waits long for a service that throttles: one deployment will do.
  test.each<[Fault, readonly string[]]>([
    ['throttle', CODES.slice(0, 1)],
    ['fail', CODES],
    ['lose-answer', CODES],
  ])(
    'comes to the same where each call meets %s once',
    async (fault, codes) => {
      const well = await cloud();
      const expected = comparable(await deployAll(well, codes), well);
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
      const there = await deployAll(at, codes);
      expect(met).toBeGreaterThan(25 * codes.length);
      expect(comparable(there, at)).toEqual(expected);
    },
    60_000,
  );

  // Behind a call that only reads it is as it is behind the one before.
  test('killed behind each call that changes something, and done again each time, comes to the same', async () => {
    const well = await cloud();
    const expected = comparable(await deployAll(well, CODES), well);
    const at = await cloud();
    const seen = new Set<string>();
    at.account.onCall(({ service, action, resource, input }) => {
      const key = JSON.stringify([service, action, resource, input]);
      if (/^(Get|Describe|List|Head|Query)/.test(action) || seen.has(key) || at.account.killed) return undefined;
      seen.add(key);
      return 'kill';
    });
    let kills = 0;
    for (const code of CODES) {
      const request = requestFor(at, { code });
      for (let done = false; !done;) {
        try {
          await deploy(request, await at.ports({ attempts: 1 }));
          done = true;
        } catch (error) {
          if (!at.account.killed) throw error;
          kills += 1;
          at.account.revive();
        }
      }
    }
    expect(kills).toBeGreaterThan(30);
    expect(comparable(await at.everything(), at)).toEqual(expected);
  }, 60_000);
});
