// What a department is: categories, and what is sold in each, of what, for how much.

export interface Department {
  readonly name: string;
  readonly categories: readonly Category[];
}

export interface Category {
  readonly name: string;
  readonly materials: readonly string[];
  readonly things: readonly string[];
  /** The cheapest and the dearest, in whole euros. */
  readonly price: readonly [low: number, high: number];
}
