// How large a shop is.

export interface Sizes {
  readonly products: number;
  readonly customers: number;
  /** Each has one to five items, three on average. */
  readonly orders: number;
}

/** The shop as `npm start` serves it. */
export const shopSizes: Sizes = { products: 5_000, customers: 2_000, orders: 20_000 };

export interface Scale {
  /** Multiplies `shopSizes`. Default: 1. */
  readonly scale?: number;
  /** Sizes that are given here are not multiplied. */
  readonly sizes?: Partial<Sizes>;
}

export function sizesOf({ scale = 1, sizes = {} }: Scale): Sizes {
  const scaled = (size: number): number => Math.max(10, Math.round(size * scale));
  return {
    products: sizes.products ?? scaled(shopSizes.products),
    customers: sizes.customers ?? scaled(shopSizes.customers),
    orders: sizes.orders ?? scaled(shopSizes.orders),
  };
}
