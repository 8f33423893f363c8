// Customers, their addresses, and the coupons they may use.

import { firstNames, lastNames, places, streets } from "./people.ts";
import { random } from "./random.ts";
import { timestamp } from "./table.ts";
import type { Cell, Table } from "./table.ts";

const first = Date.UTC(2022, 6, 1) / 1000;
const span = 540 * 86_400;

interface Person {
  readonly name: string;
  readonly place: (typeof places)[number];
}

/** The person behind a customer's id; drawn from a sequence of its own, so that customers and addresses agree. */
function person(id: number): Person {
  const { pick } = random(`person ${id}`);
  return { name: `${pick(firstNames)} ${pick(lastNames)}`, place: pick(places) };
}

export function customerRows(count: number): Table {
  const { between, chance } = random("customers");
  const rows: Cell[][] = [];
  for (let id = 1; id <= count; id++) {
    const { name, place } = person(id);
    const mailbox = name
      .toLowerCase()
      .replaceAll("ø", "o")
      .normalize("NFD")
      .replaceAll(/[^a-z ]/g, "")
      .replace(" ", ".");
    rows.push([
      id,
      `${mailbox}.${id}@example.com`,
      name,
      chance(0.6) ? `+00 555 ${between(100_000, 999_999)}` : null,
      place[3],
      chance(0.4),
      timestamp(first + Math.floor((span * id) / count)),
    ]);
  }
  const columns = [
    ["id", "integer"],
    ["email", "text"],
    ["name", "text"],
    ["phone", "text"],
    ["locale", "text"],
    ["newsletter", "boolean"],
    ["created_at", "timestamp"],
  ] as const;
  return { name: "customers", columns, rows };
}

/** Address `n` and address `customers + n`, where there is one, are those of customer `n`. */
export function addressRows(customers: number): Table {
  const { between, chance, pick } = random("addresses");
  const rows: Cell[][] = [];
  const add = (id: number, customer: number, label: string, away: boolean): void => {
    const { name, place } = person(customer);
    const [city, country, postal] = away ? pick(places) : place;
    rows.push([id, customer, label, name, `${pick(streets)} ${between(1, 180)}`, postal, city, country]);
  };
  for (let id = 1; id <= customers; id++) add(id, id, "Home", false);
  for (let id = 1; id <= customers; id++)
    if (chance(0.3)) add(customers + id, id, chance(0.7) ? "Work" : "Parents", true);
  const columns = [
    ["id", "integer"],
    ["customer_id", "integer"],
    ["label", "text"],
    ["recipient", "text"],
    ["street", "text"],
    ["postal_code", "text"],
    ["city", "text"],
    ["country", "text"],
  ] as const;
  return { name: "addresses", columns, rows };
}

export function couponRows(): Table {
  const columns = [
    ["id", "integer"],
    ["code", "text"],
    ["percent_off", "integer"],
    ["valid_from", "date"],
    ["valid_until", "date"],
  ] as const;
  const rows = [
    [1, "WELCOME10", 10, "2024-01-01", "2026-12-31"],
    [2, "SPRING15", 15, "2024-03-01", "2024-05-31"],
    [3, "SUMMER20", 20, "2024-06-15", "2024-08-15"],
    [4, "ADVENT5", 5, "2024-12-01", "2024-12-24"],
    [5, "SPRING25", 25, "2025-03-01", "2025-05-31"],
    [6, "THANKYOU12", 12, "2024-01-01", "2026-12-31"],
  ];
  return { name: "coupons", columns, rows };
}
