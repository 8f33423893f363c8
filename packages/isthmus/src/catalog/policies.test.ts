import { describe, expect, it } from "vitest";
import type { Operation, Resource, RoleConfiguration } from "../core/index.ts";
import { smallShop } from "../../test/kit/small-shop.ts";
import { resolvePolicies } from "./policies.ts";

const faultsOf = (role: Readonly<Record<string, unknown>>): readonly string[] =>
  smallShop({ clerk: role as RoleConfiguration }).faults.map(({ path, message }) => `${path}: ${message}`);

describe("policies are resolved against the catalog", () => {
  it("accepts fields, claims, relations, tests and junctions", () => {
    expect(
      faultsOf({
        orders: {
          read: {
            fields: ["id", "status"],
            where: {
              or: [
                { customer_id: { kind: "claim", path: ["sub"] } },
                { status: { in: ["paid", "sent"] }, not: { total: { gt: 100 } } },
                { customer: { name: "x" } },
              ],
            },
          },
        },
      }),
    ).toEqual([]);
  });

  it.each([
    [
      "a resource that does not exist",
      { ordres: { read: true } },
      'roles.clerk.ordres: there is no resource or operation "ordres"; did you mean "orders"?',
    ],
    [
      "a field in where",
      { orders: { read: { where: { custmer_id: 1 } } } },
      'roles.clerk.orders.read.where.custmer_id: "orders" has no field or relation "custmer_id"; did you mean "customer_id"?',
    ],
    [
      "a field in the list",
      { orders: { read: { fields: ["statsu"] } } },
      'roles.clerk.orders.read.fields: "orders" has no field "statsu"; did you mean "status"?',
    ],
    [
      "a preset",
      { orders: { insert: { set: { owner: 1 } } } },
      'roles.clerk.orders.insert.set.owner: "orders" has no field "owner"',
    ],
    [
      "a test",
      { orders: { read: { where: { total: { above: 1 } } } } },
      'roles.clerk.orders.read.where.total.above: there is no test "above"; expected one of eq, neq, gt, gte, lt, lte, like, ilike, in',
    ],
    [
      "an empty where",
      { orders: { read: { where: {} } } },
      "roles.clerk.orders.read.where: expected at least one condition; leave `where` out to mean every row",
    ],
    [
      "a role it extends",
      { extends: ["clrek"] },
      'roles.clerk.extends: there is no role "clrek"; did you mean "clerk"?',
    ],
    [
      "null in a list, which no value equals",
      { orders: { read: { where: { status: { in: ["paid", null] } } } } },
      "roles.clerk.orders.read.where.status.in: expected a list of values or a claim",
    ],
    [
      "a list of lists",
      { orders: { read: { where: { status: { in: [["paid"]] } } } } },
      "roles.clerk.orders.read.where.status.in: expected a list of values or a claim",
    ],
    ["a call of a table", { orders: { call: true } }, 'roles.clerk.orders.call: "orders" is not an operation'],
    [
      "fields under *",
      { "*": { update: { fields: ["id"] } } },
      "roles.clerk.*.update: `*` stands for resources with different fields; name a resource to say more than true or false",
    ],
  ])("names %s that is wrong, and where", (_, role, fault) => {
    expect(faultsOf(role)).toContain(fault);
  });

  it.each(["fields", "except", "where", "set", "check"])("takes no %s under *", (key) => {
    const given = key === "fields" || key === "except" ? ["id"] : { id: 1 };
    expect(faultsOf({ "*": { update: { [key]: given } } })).toEqual([
      "roles.clerk.*.update: `*` stands for resources with different fields; name a resource to say more than true or false",
    ]);
  });

  it("never lets a caller write what the policy sets", () => {
    const { policies } = smallShop({
      clerk: { orders: { insert: { set: { customer_id: { kind: "claim", path: ["sub"] } } } } },
    });
    const insert = policies.roles.get("clerk")?.resources.get("orders")?.insert;
    expect(insert?.fields.has("customer_id")).toBe(false);
    expect(insert?.fields.has("status")).toBe(true);
  });

  it("keeps a changed row within reach: the update's where is its check unless it states one", () => {
    const { policies } = smallShop({ clerk: { orders: { update: { where: { status: "open" } } } } });
    const update = policies.roles.get("clerk")?.resources.get("orders")?.update;
    expect(update?.check).toEqual(update?.where);
  });

  const operation = (name: string): Operation => ({
    id: name,
    name,
    namespace: "main",
    source: "shop",
    native: { schema: "main", name },
    parameters: [],
    effect: "write",
    returns: { many: false, shape: "void" },
  });
  const callable = (role: RoleConfiguration): readonly string[] => [
    ...(smallShop({ clerk: role }, [operation("checkout"), operation("close_shop")]).policies.roles.get("clerk")
      ?.operations ?? []),
  ];

  it("lets nobody call what is not said to be callable", () => {
    expect(callable({ checkout: { call: true }, close_shop: { call: false } })).toEqual(["checkout"]);
    expect(callable({ checkout: {}, orders: { read: true } })).toEqual([]);
    expect(callable({ "*": { call: true }, close_shop: { call: false } })).toEqual(["checkout"]);
  });

  it("gives `*` no write of what cannot be written", () => {
    const catalog = smallShop().catalog;
    const fixed = { ...catalog.resources.get("tags"), insertable: false, updatable: false, deletable: false };
    const resources = new Map([...catalog.resources, ["tags", fixed as Resource]]);
    const { policies, faults } = resolvePolicies(
      { roles: { clerk: { "*": { read: true, insert: true, update: true, delete: true } } } },
      { ...catalog, resources },
    );
    expect(faults).toEqual([]);
    const verbs = (id: string): readonly string[] =>
      Object.keys(policies.roles.get("clerk")?.resources.get(id) ?? {}).sort();
    expect(verbs("tags")).toEqual(["read"]);
    expect(verbs("orders")).toEqual(["delete", "insert", "read", "update"]);
  });

  it("lets no row through where a rule cannot be understood", () => {
    const { policies } = smallShop({
      clerk: { orders: { read: { where: { status: { eq: ["paid"] } } } } },
    } as unknown as Record<string, RoleConfiguration>);
    expect(policies.roles.get("clerk")?.resources.get("orders")?.read?.where).toEqual({
      kind: "constant",
      value: false,
    });
  });
});
