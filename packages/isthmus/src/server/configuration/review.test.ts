import { expect, test } from "vitest";
import { buildCatalog, resolvePolicies } from "../../catalog/index.ts";
import { capabilities, type Configuration, type SourceSchema } from "../../core/index.ts";
import { review } from "./review.ts";

const table = (
  name: string,
  fields: readonly string[],
  indexes: readonly (readonly string[])[],
  references: Readonly<Record<string, string>> = {},
) => ({
  namespace: "main",
  name,
  kind: "table" as const,
  key: ["id"],
  unique: [],
  indexes,
  insertable: true,
  updatable: true,
  deletable: true,
  fields: fields.map((field) => ({
    name: field,
    type: { name: "integer" as const, native: "int" },
    nullable: true,
    hasDefault: false,
    generated: "never" as const,
  })),
  foreignKeys: Object.entries(references).map(([field, target]) => ({
    name: `${name}_${field}`,
    fields: [field],
    target: { namespace: "main", name: target },
    targetFields: ["id"],
    unique: false,
  })),
});

function reviewed(roles: Configuration["roles"], itemIndexes: readonly (readonly string[])[] = []) {
  const schema: SourceSchema = {
    namespaces: ["main"],
    operations: [],
    castable: [],
    textSearchConfigurations: [],
    resources: [
      table("orders", ["id", "status", "owner"], [["owner", "status"]]),
      table("items", ["id", "order_id", "price"], itemIndexes, { order_id: "orders" }),
    ],
  };
  const writable = capabilities({ insert: true, update: true, delete: true });
  const catalog = buildCatalog(new Map([["shop", { kind: "sqlite", capabilities: writable, schema }]]), {});
  const { policies, faults } = resolvePolicies({ roles: roles ?? {} }, catalog);
  expect(faults).toEqual([]);
  return review(catalog, policies);
}

test("what anonymous callers may do is named, also what they have from a role they extend", () => {
  const roles = {
    base: { items: { read: { fields: ["id"] }, delete: true } },
    anonymous: { extends: ["base"], orders: { read: { where: { owner: 5 } }, insert: { except: ["id"] } } },
    staff: { "*": { read: true } },
  };
  expect(reviewed(roles).open).toEqual([
    "items: read all rows, 1 of 3 fields; delete all rows",
    "orders: read some rows, all fields; insert, 2 of 3 fields",
  ]);
});

test("nothing is open when there is no anonymous role", () => {
  expect(reviewed({ staff: { "*": { read: true } } }).open).toEqual([]);
});

test("a field that a policy compares, or a relation follows, wants an index that begins with it", () => {
  const roles = { staff: { items: { read: { where: { order: { status: 1, owner: 2 }, price: 3 } } } } };
  expect(reviewed(roles).unindexed).toEqual([
    "items.order_id: followed by the relation orders.items",
    "items.price: compared by the policy of staff",
    "orders.status: compared by the policy of staff",
  ]);
  expect(reviewed(roles, [["price"], ["order_id", "price"]]).unindexed).toEqual([
    "orders.status: compared by the policy of staff",
  ]);
});
