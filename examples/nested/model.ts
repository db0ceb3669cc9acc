/** A measured point. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** The numbers of neighbours to try. */
export function candidates(): { readonly neighbours: number }[] {
  return [1, 2, 4, 8, 16].map((neighbours) => ({ neighbours }));
}

/** Points of a sine wave with noise, the same at every call. */
export function makePoints(count: number): Point[] {
  let seed = 1;
  const random = (): number => {
    seed = (seed * 48_271) % 2_147_483_647;
    return seed / 2_147_483_647;
  };
  return Array.from({ length: count }, () => {
    const x = random() * 2 * Math.PI;
    return { x, y: Math.sin(x) + random() - 0.5 };
  });
}

/** The mean squared error of the points that are `held` back, each predicted by its nearest neighbours among the others. */
export function error(points: readonly Point[], neighbours: number, held: (at: number) => boolean): number {
  const known = points.filter((_, at) => !held(at));
  const squares = points.filter((_, at) => held(at)).map(({ x, y }) => (y - predict(known, neighbours, x)) ** 2);
  return mean(squares);
}

function predict(known: readonly Point[], neighbours: number, x: number): number {
  const nearest = [...known].sort((a, b) => Math.abs(a.x - x) - Math.abs(b.x - x)).slice(0, neighbours);
  return mean(nearest.map(({ y }) => y));
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
