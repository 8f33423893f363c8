import { expect, test } from "vitest";
import { limitsOfRoles, resolveRoleLimits } from "./role-limits.ts";

const roles = { anonymous: {}, customer: { extends: ["anonymous"] }, staff: {}, loop: { extends: ["loop"] } };

function resolved(limits: Parameters<typeof resolveRoleLimits>[0]["limits"]) {
  const faults: string[] = [];
  const found = resolveRoleLimits({ roles, ...(limits === undefined ? {} : { limits }) }, (path, message) =>
    faults.push(`${path}: ${message}`),
  );
  return { found, faults };
}

test("each limit is inherited by itself, and the most generous of several roles counts", () => {
  const { found, faults } = resolved({
    roles: { anonymous: { rows: 10, statementTimeout: 100 }, customer: { rows: 5 }, staff: { statementTimeout: 900 } },
  });
  expect(faults).toEqual([]);
  expect(limitsOfRoles(["customer"], found)).toEqual({ rows: 5, statementTimeout: 100 });
  expect(limitsOfRoles(["customer", "anonymous"], found)).toEqual({ rows: 10, statementTimeout: 100 });
  // Rows of staff are not bound.
  expect(limitsOfRoles(["staff", "customer"], found)).toEqual({ statementTimeout: 900 });
  expect(limitsOfRoles(["loop"], found)).toEqual({});
});

test("a role that nobody has declared changes nothing", () => {
  const { found } = resolved({ roles: { anonymous: { rows: 10 } } });
  expect(limitsOfRoles(["stranger", "__proto__", "anonymous"], found)).toEqual({ rows: 10 });
});

test("a limit of no role, and one that could never count, are faults", () => {
  const { faults } = resolved({ rows: 100, roles: { custmer: { rows: 1 }, staff: { rows: 101 } } });
  expect(faults).toEqual([
    'limits.roles.custmer: there is no role "custmer"; did you mean "customer"?',
    "limits.roles.staff.rows: limits.rows is 100, and holds for all: raise that, or lower this",
  ]);
});
