import { describe, expect, it } from "vitest";
import { Problem, type Mentions, type ProblemFields } from "../core/index.ts";
import { smallShop, user } from "../../test/kit/small-shop.ts";
import { createViews } from "./view.ts";
import { withhold } from "./withhold.ts";

const { catalog, policies } = smallShop({
  clerk: { orders: { read: { fields: ["id", "status"] }, insert: { fields: ["note"] } }, customers: { read: true } },
});
const seen = createViews(catalog, policies).of(user(["clerk"])).catalog;

const problem = (mentions: Mentions | undefined, more: Partial<ProblemFields> = {}): Problem =>
  new Problem({
    code: "23505",
    category: "conflict",
    message: "duplicate key value violates unique constraint",
    details: "Key (status)=(x) already exists",
    hint: "choose another",
    mentions,
    ...more,
  });
const about = (tables: readonly string[], fields: readonly string[] = []): Mentions => ({
  tables: tables.map((name) => ({ schema: "main", name })),
  fields,
  instead: "a constraint is broken",
});
const isTold = (mentions: Mentions | undefined): boolean => {
  const given = problem(mentions);
  return withhold(given, seen) === given;
};

describe("what a source says of a broken constraint", () => {
  it("is told when it speaks of nothing in particular, or only of what the caller may read", () => {
    expect(isTold(undefined)).toBe(true);
    expect(isTold(about(["orders"], ["status", "id"]))).toBe(true);
    expect(isTold(about(["orders", "customers"], ["status"]))).toBe(true);
    expect(isTold({ ...about([]), tables: [{ name: "orders" }] })).toBe(true);
  });

  it.each([
    ["a field that may not be read", about(["orders"], ["status", "total"])],
    ["a field that may be written and not read", about(["orders"], ["note", "id"])],
    ["a field that is not there", about(["orders"], ["nonsense"])],
    ["a hidden resource", about(["products"])],
    ["a hidden resource besides", about(["orders", "products"], ["status"])],
    ["a resource of another schema", { ...about([]), tables: [{ schema: "other", name: "orders" }] }],
    ["no resource that it could name", about([])],
  ])("is not told when it speaks of %s", (_, mentions) => {
    const told = withhold(problem(mentions), seen);
    expect(told).toMatchObject({
      code: "23505",
      category: "conflict",
      message: "a constraint is broken",
      details: null,
      hint: null,
      mentions: undefined,
      status: undefined,
      retryAfter: undefined,
    });
  });

  it("keeps what an answer needs, and the whole for the log", () => {
    const given = problem(about(["products"]), { status: 409, retryAfter: 2, headers: { Allow: "GET" } });
    const told = withhold(given, seen);
    expect(told).toMatchObject({ status: 409, retryAfter: 2, headers: { Allow: "GET" } });
    expect(told.cause).toBe(given);
    const cause = new Error("from the driver");
    expect(withhold(problem(about(["products"]), { cause }), seen).cause).toBe(cause);
  });
});
