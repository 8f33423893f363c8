// How a list of products may be narrowed and ordered; all of it stands in the page's address.

import type { Client } from "./client-type.ts";

export const sortings = {
  new: { title: "Newest first", by: "created_at", ascending: false },
  cheap: { title: "Price, low to high", by: "price", ascending: true },
  dear: { title: "Price, high to low", by: "price", ascending: false },
  name: { title: "Name", by: "name", ascending: true },
} as const;

export type Sorting = keyof typeof sortings;

export interface Wanted {
  /** Id of a category or of the department above it. */
  readonly category: number | undefined;
  readonly search: string;
  readonly sorting: Sorting;
  readonly below: number | undefined;
  readonly inStock: boolean;
  readonly rated: boolean;
}

export function wantedIn(parameters: URLSearchParams, category: number | undefined): Wanted {
  const sorting = parameters.get("sort") ?? "";
  const below = Number(parameters.get("below"));
  return {
    category,
    search: (parameters.get("q") ?? "").trim().slice(0, 100),
    sorting: Object.hasOwn(sortings, sorting) ? (sorting as Sorting) : "new",
    below: Number.isFinite(below) && below > 0 ? below : undefined,
    inStock: parameters.has("stock"),
    rated: parameters.has("rated"),
  };
}

/** One question: the products with their category, its department, and what customers think of them. */
export function productsOf(client: Client, { category, search, sorting, below, inStock, rated }: Wanted) {
  const { by, ascending } = sortings[sorting];
  const fields =
    "id, name, slug, price, currency, stock, image, attributes, category!inner(id, name, slug, parent(id, name, slug)), ratings(rating, reviews)";
  let question = client.from("products").select(fields);
  if (category !== undefined)
    question = question.or(`id.eq.${category},parent_id.eq.${category}`, { referencedTable: "category" });
  if (search !== "") question = question.or(searching(search));
  if (below !== undefined) question = question.lte("price", below);
  if (inStock) question = question.gt("stock", 0);
  if (rated) question = question.gte("ratings.rating", 4).not("ratings" as never, "is", null);
  return question.order(by, { ascending }).order("id").limit(24);
}

function searching(words: string): string {
  const quoted = `"${words.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;
  return `name.wfts.${quoted},description.wfts.${quoted}`;
}
