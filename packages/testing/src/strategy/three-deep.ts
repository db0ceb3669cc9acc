import type { MapStrategy } from '@flowmap/asl';
import type { Flow } from '@flowmap/flow';
import { flow, param } from '@flowmap/flow';
import type { Shape } from './flows.js';

/** Days of each shop of each city. */
export type Cities = readonly (readonly number[])[];

/**
 * A foreach in a foreach in a foreach, each with a join. The list of the first comes from a step at the root, that of the second
 * from a step in the first, that of the third from an item. In the innermost body, unless that is to be one step, a choose goes by a key of the first scope, and
 * beside it a foreach runs over a list of the root.
 */
export function threeDeep(
  outer: MapStrategy,
  middle: MapStrategy,
  inner: MapStrategy,
  innermost: Shape = 'several steps',
): Flow {
  return flow({ name: 'deep', params: { cities: param.json<Cities>() } }, ({ step, foreach }) => {
    const start = step('start', ({ params }) => ({
      cities: params.cities.map((shops, city) => ({ city, shops })),
      letters: ['a', 'b'],
    }));
    const cities = foreach('cities', { items: start.out.cities, strategy: outer }, (city, s) => {
      const plan = s.step('plan', { in: { city } }, ({ in: given }) => ({
        shops: given.city.shops.map((days, shop) => ({ shop, days: Array.from({ length: days }, (_, day) => day) })),
        tone: given.city.city % 2 === 0 ? 'soft' : 'loud',
      }));
      const shops = s.foreach('shops', { items: plan.out.shops, strategy: middle }, (shop, t) => {
        const days = t.foreach('days', { items: shop.days, strategy: inner }, (day, u) => {
          const named = { city: city.city, shop: shop.shop, day };
          if (innermost === 'one step') {
            return u.step('say', { in: { ...named, tone: plan.out.tone } }, ({ in: given }) => {
              return `${nameOf(given)}${given.tone === 'loud' ? '!' : ''}`;
            });
          }
          return u.choose('how', plan.out.tone, {
            loud: (c) => c.step('shout', { in: named }, ({ in: given }) => `${nameOf(given)}!`),
            otherwise: (c) => c.step('say', { in: named }, ({ in: given }) => nameOf(given)),
          });
        });
        const marks = t.foreach('marks', { items: start.out.letters, strategy: inner }, (letter, u) =>
          u.step('mark', { in: { letter, shop: shop.shop } }, ({ in: given }) => `${given.letter}${given.shop}`),
        );
        return t.step('shop', { in: { days: days.out, marks: marks.out } }, async ({ in: given }) => ({
          days: await given.days.toArray(),
          marks: await given.marks.toArray(),
        }));
      });
      return s.step('city', { in: { shops: shops.out } }, ({ in: given }) => given.shops.toArray());
    });
    return step('join', { in: { cities: cities.out } }, ({ in: given }) => given.cities.toArray());
  });
}

/** What such a flow gives. */
export function resultOf(cities: Cities): unknown {
  return cities.map((shops, city) =>
    shops.map((days, shop) => ({
      days: indices(days).map((day) => `${nameOf({ city, shop, day })}${city % 2 === 0 ? '' : '!'}`),
      marks: ['a', 'b'].map((letter) => `${letter}${shop}`),
    })),
  );
}

/** The addresses of its tasks, as `storedTasks` gives them. */
export function tasksOf(cities: Cities, innermost: Shape = 'several steps'): readonly string[] {
  const say = (city: number): string => {
    if (innermost === 'one step') return 'say';
    return `how/${city % 2 === 0 ? 'otherwise/say' : 'loud/shout'}`;
  };
  const inCities = cities.flatMap((shops, city) => [
    `cities/plan/${city}`,
    `cities/city/${city}`,
    ...shops.flatMap((days, shop) => [
      `cities/shops/days/${city}.${shop}`,
      `cities/shops/shop/${city}.${shop}`,
      ...indices(days).map((day) => `cities/shops/days/${say(city)}/${city}.${shop}.${day}`),
      ...indices(2).map((mark) => `cities/shops/marks/mark/${city}.${shop}.${mark}`),
    ]),
  ]);
  return [...inCities, 'join', 'start'].sort();
}

function nameOf({ city, shop, day }: { readonly city: number; readonly shop: number; readonly day: number }): string {
  return `${city}.${shop}.${day}`;
}

function indices(count: number): readonly number[] {
  return Array.from({ length: count }, (_, k) => k);
}
