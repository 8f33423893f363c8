// Authorizes one statement over the small shop, as the engine does it: what is left of it, or the words of the refusal.

import { expect } from "vitest";
import {
  Problem,
  type Operation,
  type Principal,
  type RoleConfiguration,
  type Statement,
} from "../../src/core/index.ts";
import { authorize } from "../../src/engine/authorize/authorize.ts";
import { createViews } from "../../src/engine/view.ts";
import { smallShop } from "./small-shop.ts";

export type Roles = Readonly<Record<string, RoleConfiguration>>;

/** Rows: 1000, depth: 3, whatever a policy says. */
export function ask<S extends Statement>(
  statement: S,
  roles: Roles,
  principal: Principal,
  operations: readonly Operation[] = [],
): S {
  const { catalog, policies, faults } = smallShop(roles, operations);
  expect(faults).toEqual([]);
  return authorize(statement, createViews(catalog, policies).of(principal), { rows: 1000, depth: 3 });
}

/** `allowed`, or the refusal's code and message. */
export function refusal(
  statement: Statement,
  roles: Roles,
  principal: Principal,
  operations: readonly Operation[] = [],
): string {
  const problem = problemOf(statement, roles, principal, operations);
  return problem === undefined ? "allowed" : `${problem.code} ${problem.message}`;
}

export function problemOf(
  statement: Statement,
  roles: Roles,
  principal: Principal,
  operations: readonly Operation[] = [],
): Problem | undefined {
  try {
    ask(statement, roles, principal, operations);
  } catch (thrown) {
    if (thrown instanceof Problem) return thrown;
    throw thrown;
  }
  return undefined;
}
