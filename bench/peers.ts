// Other products with the same questions. Installed on demand in peers/, whose package.json pins their versions.

import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { fillPostgres } from "../examples/shop/seed/fill-postgres.ts";
import { freePort, start } from "./processes.ts";
import { benchSizes, graphql } from "./questions.ts";
import type { Questions, Request } from "./questions.ts";
import type { System } from "./systems.ts";

const home = join(import.meta.dirname, "peers");
const directusToken = "bench-only-bench-only";
const json = { "content-type": "application/json" };

/** Installs the peers where they are not, and tells their versions. */
export function installPeers(): readonly string[] {
  const { dependencies } = JSON.parse(readFileSync(join(home, "package.json"), "utf8")) as {
    dependencies: Readonly<Record<string, string>>;
  };
  const missing = Object.entries(dependencies).some(([name, version]) => versionOf(name) !== version);
  if (missing) {
    console.log("Installing the peers; this takes some minutes.\n");
    // The first Node on the path is the one that native parts are built for.
    const path = `${join(process.execPath, "..")}:${process.env["PATH"] ?? ""}`;
    execFileSync("npm", ["install", "--no-package-lock", "--no-audit", "--no-fund"], {
      cwd: home,
      stdio: "inherit",
      env: { ...process.env, PATH: path },
    });
  }
  return Object.entries(dependencies).map(([name, version]) => `${name} ${version}`);
}

function versionOf(name: string): string | undefined {
  const file = join(home, "node_modules", name, "package.json");
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as { version: string }).version : undefined;
}

function peer(
  name: string,
  script: string,
  ready: string,
  questions: Questions,
  read: (answer: unknown) => unknown,
): System {
  return {
    name,
    questions,
    read,
    databases: ["postgres"],
    hasPolicy: false,
    start: async (database, _policy, folder) => {
      const port = await freePort();
      const cwd = join(folder, script);
      mkdirSync(cwd);
      const copy = script === "directus" ? await copyOf(database.url) : undefined;
      const running = await start({
        name,
        command: [process.execPath, join(home, `${script}.mjs`), String(port), copy?.url ?? database.url],
        port,
        ready,
        env: { NODE_ENV: "production", ADMIN_TOKEN: directusToken },
        cwd,
        patience: 180,
      });
      return { ...running, stop: () => running.stop().then(copy?.drop) };
    },
  };
}

/** Directus makes tables of its own, which the others would then serve too: it gets a database of its own. */
async function copyOf(url: string): Promise<{ readonly url: string; drop(): Promise<void> }> {
  const address = new URL(url);
  address.pathname = `${address.pathname}_directus`;
  const name = pg.escapeIdentifier(address.pathname.slice(1));
  const run = async (text: string): Promise<void> => {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    try {
      await client.query(text);
    } finally {
      await client.end();
    }
  };
  const drop = (): Promise<void> => run(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
  await drop();
  await run(`CREATE DATABASE ${name}`);
  await fillPostgres(address.href, { sizes: benchSizes });
  return { url: address.href, drop };
}

// ---- their words for the questions

const postgraphileColumns = "rowId customerId status currency total createdAt";
const postgraphileList = (first: number, fields: string): string => `query ($since: Datetime!) {
  allOrders(first: ${first}, orderBy: [CREATED_AT_ASC], filter: { status: { equalTo: "delivered" }, createdAt: { greaterThanOrEqualTo: $since } }) {
    nodes { ${fields} } } }`;

const postgraphile: Questions = {
  byKey: ({ id }) => graphql(`query ($id: Int!) { orderByRowId(rowId: $id) { ${postgraphileColumns} } }`, { id }),
  embedded: ({ since }) =>
    graphql(
      postgraphileList(
        20,
        `rowId status total createdAt customerByCustomerId { rowId name }
        orderItemsByOrderId { nodes { quantity unitPrice productByProductId { rowId name price } } }`,
      ),
      { since },
    ),
  list: ({ since }) => graphql(postgraphileList(100, postgraphileColumns), { since }),
  insert: ({ customer, note }) =>
    graphql("mutation ($order: OrderInput!) { createOrder(input: { order: $order }) { order { rowId } } }", {
      order: { customerId: customer, addressId: customer, note },
    }),
  update: ({ id, note }) =>
    graphql(
      "mutation ($id: Int!, $note: String!) { updateOrderByRowId(input: { rowId: $id, orderPatch: { note: $note } }) { clientMutationId } }",
      { id, note },
    ),
};

const platformatic: Questions = {
  byKey: ({ id }) => ({ method: "GET", path: `/orders/${id}?fields=id,customerId,status,currency,total,createdAt` }),
  embedded: ({ since }) =>
    graphql(
      `
        query ($since: DateTime!) {
          orders(
            limit: 20
            where: { status: { eq: "delivered" }, createdAt: { gte: $since } }
            orderBy: [{ field: createdAt, direction: ASC }]
          ) {
            id
            status
            total
            createdAt
            customer {
              id
              name
            }
            orderItems {
              quantity
              unitPrice
              product {
                id
                name
                price
              }
            }
          }
        }
      `,
      { since: `${since}Z` },
    ),
  list: ({ since }) => ({
    method: "GET",
    path: `/orders/?fields=id,customerId,status,currency,total,createdAt&where.status.eq=delivered&where.createdAt.gte=${since}&orderby.createdAt=asc&limit=100`,
  }),
  insert: ({ customer, note }) =>
    graphql("mutation ($inputs: [OrderInput]!) { insertOrders(inputs: $inputs) { id } }", {
      inputs: [{ customerId: customer, addressId: customer, note }],
    }),
  update: ({ id, note }) =>
    graphql("mutation ($input: OrderInput!) { saveOrder(input: $input) { id } }", { input: { id, note } }),
};

const directusAuth = { authorization: `Bearer ${directusToken}` };
const directusColumns = "id,customer_id,status,currency,total,created_at";
const directusTree =
  "id,status,total,created_at,customer_id.id,customer_id.name,items.quantity,items.unit_price,items.product_id.id,items.product_id.name,items.product_id.price";
const directusList = (fields: string, since: string, limit: number): Request => ({
  method: "GET",
  path: `/items/orders?fields=${fields}&filter%5Bstatus%5D%5B_eq%5D=delivered&filter%5Bcreated_at%5D%5B_gte%5D=${since}&sort=created_at&limit=${limit}`,
  headers: directusAuth,
});

const directus: Questions = {
  byKey: ({ id }) => ({ method: "GET", path: `/items/orders/${id}?fields=${directusColumns}`, headers: directusAuth }),
  embedded: ({ since }) => directusList(directusTree, since, 20),
  list: ({ since }) => directusList(directusColumns, since, 100),
  insert: ({ customer, note }) => ({
    method: "POST",
    path: "/items/orders?fields=id",
    headers: { ...json, ...directusAuth },
    body: JSON.stringify({ customer_id: customer, address_id: customer, note }),
  }),
  update: ({ id, note }) => ({
    method: "PATCH",
    path: `/items/orders/${id}?fields=id`,
    headers: { ...json, ...directusAuth },
    body: JSON.stringify({ note }),
  }),
};

// ---- their answers in the words of the hand-written server

type Tree = Readonly<Record<string, unknown>>;

const renamed: Readonly<Record<string, string>> = {
  rowId: "id",
  customerId: "customer_id",
  createdAt: "created_at",
  unitPrice: "unit_price",
  customerByCustomerId: "customer",
  productByProductId: "product",
  product_id: "product",
  orderItemsByOrderId: "items",
  orderItems: "items",
};
const numbers = new Set(["id", "customer_id", "total", "unit_price", "price"]);

/** Unwraps what GraphQL and Directus wrap; texts that stand for numbers become numbers, and times lose their fractions. */
function plain(value: unknown, name = ""): unknown {
  if (Array.isArray(value)) return value.map((item) => plain(item));
  if (name === "created_at") return String(value).slice(0, 19);
  if (numbers.has(name)) return Number(value);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value as Tree);
  const [only] = entries;
  if (entries.length === 1 && only !== undefined && wrappers.has(only[0])) return plain(only[1]);
  return Object.fromEntries(
    entries.map(([key, inner]) => {
      // Directus calls the customer by the name of its column, whether it is embedded or not.
      const as = key === "customer_id" && typeof inner === "object" ? "customer" : (renamed[key] ?? key);
      return [as, plain(inner, as)];
    }),
  );
}
const wrappers = new Set(["data", "nodes", "allOrders", "orderByRowId", "orders"]);

export const peers: readonly System[] = [
  peer("PostGraphile 5", "postgraphile", "/ready", postgraphile, plain),
  peer("Platformatic DB 3", "platformatic", "/orders/1", platformatic, plain),
  // Refused until the relation has been registered, the last thing that is done.
  peer(
    "Directus 12",
    "directus",
    `/items/orders?fields=items.id&limit=1&access_token=${directusToken}`,
    directus,
    plain,
  ),
];
