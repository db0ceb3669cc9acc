import { flow, param } from '@flowmap/flow';
import { type Rates, RatesBusy, check, convert, countCustomers, loadOrders } from './model.js';

export default flow(
  {
    name: 'orders',
    description: 'Checks the orders of a shop',
    params: {
      shop: param.string({ description: 'Name of the shop' }),
      days: param.integer({ default: 7, description: 'Days to look at' }),
      limit: param.number({ default: 0.05, description: 'Share of bad orders that is still fine' }),
      audit: param.boolean({ default: false, description: 'List the bad orders' }),
      depth: param.enum(['sample', 'all'], { default: 'all', description: 'How many orders to check' }),
      rates: param.json<Rates>({ default: { EUR: 1, USD: 0.9 }, description: 'What a unit of a currency is worth' }),
    },
    defaults: { timeout: '1m' },
  },
  ({ input, step, choose }) => {
    const load = step('load', ({ params }) => loadOrders(params.shop, params.days));

    // Both need only `load`, so they run side by side.
    const customers = step('customers', { in: { orders: load.out.orders } }, ({ in: { orders } }) =>
      countCustomers(orders),
    );
    const revenue = step(
      'revenue',
      { in: { orders: load.out.orders }, retry: { attempts: 3, delaySeconds: 1, on: ['RatesBusy'] } },
      ({ in: { orders }, params, attempt }) => {
        if (attempt === 1) throw new RatesBusy();
        return { total: convert(orders, params.rates), problem: '' };
      },
    ).catch('noRevenue', ({ error }) => ({ total: 0, problem: `${error.name}: ${error.message}` }));

    const checked = choose('depth', input.depth, {
      sample: (s) =>
        s.step('checkSample', { in: { orders: load.out.orders } }, ({ in: { orders } }) => ({
          checked: 1,
          bad: check(orders[0]).map((problem) => ({ order: 0, problem })),
        })),
      all: (s) => {
        const perOrder = s.foreach('perOrder', { items: load.out.orders, tolerate: { percentage: 50 } }, (order, o) =>
          o.step('check', { in: { order } }, ({ in: { order } }) => {
            const [problem] = check(order);
            if (problem !== undefined) throw new RangeError(problem);
          }),
        );
        return s.step('gather', { in: { results: perOrder.out } }, async ({ in: { results } }) => {
          const bad: { readonly order: number; readonly problem: string }[] = [];
          let order = 0;
          for await (const result of results) {
            if (!result.ok) bad.push({ order, problem: result.error.message });
            order += 1;
          }
          return { checked: results.count, bad };
        });
      },
    });

    // It takes nothing from the check, and waits for it all the same.
    const close = step('close', { after: [checked] }, ({ params }) => `${params.shop}: ${params.days} days closed`);

    return step(
      'report',
      { in: { customers: customers.out, revenue: revenue.out, checked: checked.out, closed: close.out } },
      ({ in: { customers, revenue, checked, closed }, params, log }) => {
        const share = checked.checked === 0 ? 0 : checked.bad.length / checked.checked;
        log(`${closed}; ${checked.bad.length} of ${checked.checked} orders are bad`);
        return { customers, revenue, fine: share <= params.limit, ...(params.audit ? { bad: checked.bad } : {}) };
      },
    );
  },
);
