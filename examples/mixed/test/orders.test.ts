import { describe, expect, it } from '@jest/globals';
import { runFlow } from '../../run-flow.js';
import { check, convert, countCustomers, loadOrders } from '../model.js';

const FLOW = new URL('../orders.ts', import.meta.url);
const RATES = { EUR: 1, USD: 0.9 };

describe('orders', () => {
  it.each([[[]], [['--use-distributed-map']], [['--map-strategy', 'adaptive']]])(
    'checks every order, whatever the strategy: %j',
    async (strategy) => {
      const { status, value, logged } = await runFlow(FLOW, '--shop', 'kiosk', '--audit', ...strategy);
      const { orders } = loadOrders('kiosk', 7);
      const bad = orders.flatMap((order, at) => check(order).map((problem) => ({ order: at, problem })));
      expect(status).toBe(0);
      expect(value).toEqual({
        customers: countCustomers(orders),
        revenue: { total: convert(orders, RATES), problem: '' },
        fine: false,
        bad,
      });
      expect(logged).toEqual([`kiosk: 7 days closed; ${bad.length} of 70 orders are bad`]);
    },
  );

  it('takes the other case, and parameters of every type', async () => {
    const { value, logged } = await runFlow(
      FLOW,
      ...['--shop', 'stall', '--days', '2', '--limit', '0.5', '--depth', 'sample', '--rates', '{"EUR":2,"USD":1}'],
    );
    const { orders } = loadOrders('stall', 2);
    expect(value).toEqual({
      customers: countCustomers(orders),
      revenue: { total: convert(orders, { EUR: 2, USD: 1 }), problem: '' },
      fine: true,
    });
    expect(logged).toEqual(['stall: 2 days closed; 0 of 1 orders are bad']);
  });

  it('goes on with what its handler gives where a rate is missing', async () => {
    const { status, value } = await runFlow(FLOW, '--shop', 'kiosk', '--days', '1', '--rates', '{"EUR":1}');
    expect(status).toBe(0);
    expect(value).toMatchObject({ revenue: { total: 0, problem: 'RangeError: no rate for USD' } });
  });

  it('says which parameters are missing or wrong, and runs nothing', async () => {
    const { status, errors, logged } = await runFlow(FLOW, '--days', 'many', '--depth', 'some');
    expect(status).toBe(2);
    for (const name of ['shop', 'days', 'depth']) expect(errors).toContain(`${name}: `);
    expect(logged).toEqual([]);
  });
});
