// Categories, products, tags, warehouses and what lies in them.

import { colours, departments, styles, tags } from "./assortment.ts";
import { random } from "./random.ts";
import { timestamp } from "./table.ts";
import type { Category } from "./department.ts";
import type { Cell, Table } from "./table.ts";

interface Leaf extends Category {
  readonly id: number;
  readonly department: string;
}

const opened = Date.UTC(2022, 0, 3) / 1000;
const twoYears = 2 * 365 * 86_400;

export function assortmentTables(count: number): { tables: readonly Table[]; prices: readonly number[] } {
  const { table: categories, leaves } = categoryTree();
  const { table: products, prices } = productRows(count, leaves);
  return {
    tables: [categories, products, tagRows(), productTagRows(count), warehouseRows(), stockRows(count)],
    prices,
  };
}

function categoryTree(): { table: Table; leaves: readonly Leaf[] } {
  const rows: Cell[][] = [];
  const leaves: Leaf[] = [];
  for (const [place, department] of departments.entries()) {
    rows.push([place + 1, null, department.name, slug(department.name), place + 1]);
  }
  for (const [place, department] of departments.entries()) {
    for (const [index, category] of department.categories.entries()) {
      const id = rows.length + 1;
      rows.push([id, place + 1, category.name, slug(category.name), index + 1]);
      leaves.push({ ...category, id, department: department.name });
    }
  }
  const columns = [
    ["id", "integer"],
    ["parent_id", "integer"],
    ["name", "text"],
    ["slug", "text"],
    ["position", "integer"],
  ] as const;
  return { table: { name: "categories", columns, rows }, leaves };
}

function productRows(count: number, leaves: readonly Leaf[]): { table: Table; prices: readonly number[] } {
  const { between, chance, next, pick } = random("products");
  const prices: number[] = [];
  const rows: Cell[][] = [];
  for (let index = 0; index < count; index++) {
    // In range by the remainder.
    const leaf = leaves[index % leaves.length] as Leaf;
    const { name, material, thing } = nameOf(Math.floor(index / leaves.length), leaf);
    const [low, high] = leaf.price;
    const whole = Math.round(low + (high - low) * next() ** 2);
    const cents = whole * 100 - (whole > 40 || chance(0.5) ? 0 : between(1, 2) * 5);
    const created = opened + Math.floor((twoYears * index) / count) + between(0, 3600);
    const colour = pick(colours);
    prices.push(cents);
    rows.push([
      index + 1,
      leaf.id,
      `${leaf.id.toString().padStart(2, "0")}-${(10_000 + index).toString()}`,
      name,
      slug(name),
      describe(leaf, material, thing, colour, between(0, 3)),
      cents / 100,
      "EUR",
      stockOf(index).reduce((sum, [, quantity]) => sum + quantity, 0),
      between(8, 400) * 10,
      JSON.stringify({ colour, material: material.toLowerCase(), set: chance(0.2) ? pick([2, 4, 6]) : 1 }),
      `/images/${slug(leaf.name)}/${slug(thing)}.svg`,
      !chance(0.04),
      timestamp(created),
      timestamp(created + between(0, 90) * 86_400),
    ]);
  }
  const columns = [
    ["id", "integer"],
    ["category_id", "integer"],
    ["sku", "text"],
    ["name", "text"],
    ["slug", "text"],
    ["description", "text"],
    ["price", "numeric"],
    ["currency", "text"],
    ["stock", "integer"],
    ["weight", "integer"],
    ["attributes", "jsonb"],
    ["image", "text"],
    ["published", "boolean"],
    ["created_at", "timestamp"],
    ["updated_at", "timestamp"],
  ] as const;
  return { table: { name: "products", columns, rows }, prices };
}

/** The nth name of a category; a stride that shares no factor with the number of names visits each once. */
function nameOf(nth: number, leaf: Leaf): { name: string; material: string; thing: string } {
  const { materials, things } = leaf;
  const names = styles.length * materials.length * things.length;
  const place = (nth * 457 + leaf.id * 101) % names;
  // In range, each by its own remainder.
  const style = styles[place % styles.length] as string;
  const material = materials[Math.floor(place / styles.length) % materials.length] as string;
  const thing = things[Math.floor(place / styles.length / materials.length)] as string;
  const round = Math.floor(nth / names);
  return { name: `${style} ${material} ${thing}${round === 0 ? "" : ` No. ${round + 1}`}`, material, thing };
}

function describe(leaf: Leaf, material: string, noun: string, colour: string, which: number): string {
  const thing = noun.toLowerCase();
  const made = material.toLowerCase();
  return [
    `A ${thing} of ${made} in ${colour}, made in small numbers and meant to be used every day.`,
    `Plain and sturdy: this ${thing} of ${made} comes in ${colour} and ages well. From our ${leaf.department.toLowerCase()} workshop.`,
    `Our favourite ${thing} for years. ${material}, ${colour}, with a guarantee of ten years.`,
    `Light, ${colour}, and easy to care for. The ${made} comes from certified sources, and every part of the ${thing} can be replaced.`,
  ][which] as string;
}

function tagRows(): Table {
  return {
    name: "tags",
    columns: [
      ["id", "integer"],
      ["name", "text"],
    ],
    rows: tags.map((name, index) => [index + 1, name]),
  };
}

function productTagRows(products: number): Table {
  const { between } = random("product_tags");
  const rows: Cell[][] = [];
  for (let product = 1; product <= products; product++) {
    const first = between(1, tags.length);
    const count = between(0, 3);
    for (let index = 0; index < count; index++) rows.push([product, ((first + index * 7 - 1) % tags.length) + 1]);
  }
  return {
    name: "product_tags",
    columns: [
      ["product_id", "integer"],
      ["tag_id", "integer"],
    ],
    rows,
  };
}

function warehouseRows(): Table {
  const columns = [
    ["id", "integer"],
    ["name", "text"],
    ["city", "text"],
    ["country", "text"],
  ] as const;
  const rows = [
    [1, "North", "Hamburg", "DE"],
    [2, "West", "Rotterdam", "NL"],
    [3, "South", "Lyon", "FR"],
    [4, "East", "Brno", "CZ"],
  ];
  return { name: "warehouses", columns, rows };
}

/** Warehouse and quantity, for the product at an index; drawn from a sequence of the product's own. */
function stockOf(index: number): readonly (readonly [warehouse: number, quantity: number])[] {
  const { between, chance } = random(`stock ${index}`);
  const soldOut = chance(0.06);
  const first = between(1, 4);
  const count = between(2, 4);
  return Array.from(
    { length: count },
    (_, nth) => [((first + nth - 1) % 4) + 1, soldOut ? 0 : between(0, 80)] as const,
  );
}

function stockRows(products: number): Table {
  const rows: Cell[][] = [];
  for (let index = 0; index < products; index++) {
    for (const [warehouse, quantity] of stockOf(index)) rows.push([index + 1, warehouse, quantity, 5]);
  }
  const columns = [
    ["product_id", "integer"],
    ["warehouse_id", "integer"],
    ["quantity", "integer"],
    ["reorder_at", "integer"],
  ] as const;
  return { name: "stock_levels", columns, rows };
}

function slug(name: string): string {
  return name
    .toLowerCase()
    .replaceAll("'", "")
    .replaceAll("&", "and")
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-|-$/g, "");
}
