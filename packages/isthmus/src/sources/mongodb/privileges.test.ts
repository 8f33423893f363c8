import { expect, test } from "vitest";
import type { Need } from "../../core/index.ts";
import { excessOf } from "./privileges.ts";

const reading: Need = { tables: [{ schema: "shop", name: "products", writes: [] }], unforeseen: false };
const writing: Need = { tables: [{ schema: "shop", name: "products", writes: ["insert"] }], unforeseen: false };

function status(...roles: readonly (readonly [string, string])[]) {
  return {
    authInfo: {
      authenticatedUsers: [{ user: "isthmus", db: "admin" }],
      authenticatedUserRoles: roles.map(([role, db]) => ({ role, db })),
    },
  };
}

test("of a user that may do what is needed, or has roles of its own making, nothing is said", () => {
  expect(excessOf(status(["read", "shop"]), "shop", reading)).toEqual([]);
  expect(excessOf(status(["readWrite", "shop"]), "shop", writing)).toEqual([]);
  expect(excessOf(status(["readWrite", "shop"]), "shop", { ...reading, unforeseen: true })).toEqual([]);
  expect(excessOf(status(["shopRole", "shop"]), "shop", reading)).toEqual([]);
});

test("roles that reach further are named, with what mends it", () => {
  expect(excessOf(status(["root", "admin"]), "shop", writing)).toEqual([
    'isthmus has the role root on admin: db.getSiblingDB("admin").revokeRolesFromUser("isthmus", [{ role: "root", db: "admin" }]), and grantRolesToUser("isthmus", [{ role: "readWrite", db: "shop" }])',
  ]);
  expect(excessOf(status(["readWrite", "shop"], ["read", "payroll"]), "shop", reading)).toEqual([
    'no role writes anything: db.getSiblingDB("admin").revokeRolesFromUser("isthmus", [{ role: "readWrite", db: "shop" }]), and grantRolesToUser("isthmus", [{ role: "read", db: "shop" }])',
    'isthmus has the role read on payroll, of which nothing is served: db.getSiblingDB("admin").revokeRolesFromUser("isthmus", [{ role: "read", db: "payroll" }])',
  ]);
});

test("a server that asks for no login is named", () => {
  expect(excessOf({ authInfo: { authenticatedUsers: [], authenticatedUserRoles: [] } }, "shop", reading)).toEqual([
    expect.stringMatching(/^the server asks for no login.*role: "read", db: "shop"/),
  ]);
  expect(excessOf({}, "shop", reading)).toHaveLength(1);
});
