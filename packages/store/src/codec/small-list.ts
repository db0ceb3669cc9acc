/** A list inside a value that its readers get as a collection. */
export class SmallList {
  readonly items: readonly unknown[];

  constructor(items: readonly unknown[]) {
    this.items = items;
  }
}
