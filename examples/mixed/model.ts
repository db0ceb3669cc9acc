/** What a unit of each currency is worth. */
export type Rates = Record<string, number>;

/** An order of a shop. */
export interface Order {
  readonly customer: string;
  readonly placed: Date;
  readonly amount: number;
  readonly currency: string;
}

/** The service that knows the rates is busy: worth another try. */
export class RatesBusy extends Error {
  override readonly name = 'RatesBusy';

  constructor() {
    super('the service of the rates is busy');
  }
}

/** The orders of a shop: ten a day, the same at every call. Every seventh of them is bad. */
export function loadOrders(shop: string, days: number): { readonly orders: Order[] } {
  const orders = Array.from({ length: days * 10 }, (_, at) => ({
    customer: `${shop}-${(at * 7) % 23}`,
    placed: new Date(Date.UTC(2026, 0, 1 + Math.floor(at / 10))),
    amount: at % 7 === 6 ? -at : 10 + at,
    currency: at % 3 === 0 ? 'USD' : 'EUR',
  }));
  return { orders };
}

/** What is wrong with an order. */
export function check(order: Order | undefined): string[] {
  if (!order) return ['there is no order'];
  return order.amount > 0 ? [] : [`the amount is ${order.amount}`];
}

/** The number of customers who ordered something. */
export function countCustomers(orders: readonly Order[]): number {
  return new Set(orders.map(({ customer }) => customer)).size;
}

/** The value of all good orders. Throws where a rate is missing. */
export function convert(orders: readonly Order[], rates: Rates): number {
  return orders
    .filter((order) => check(order).length === 0)
    .reduce((sum, { amount, currency }) => {
      const rate = rates[currency];
      if (rate === undefined) throw new RangeError(`no rate for ${currency}`);
      return sum + amount * rate;
    }, 0);
}
