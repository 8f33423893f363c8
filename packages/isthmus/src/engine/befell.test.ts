import { expect, it } from "vitest";
import { Problem } from "../core/index.ts";
import { befell } from "./befell.ts";

const known = {
  code: "23505",
  category: "conflict",
  message: "taken",
  details: "Key (id)",
  hint: "another",
  retryAfter: 3,
  status: 409,
  headers: { "x-a": "b" },
  mentions: { tables: [{ name: "orders" }], fields: [], instead: "a constraint is broken" },
  cause: new Error("secret"),
} as const;

it("says which question a problem befell, changes nothing else of it, and leaves the source's own problem alone", () => {
  const problem = new Problem(known);
  const found = befell(problem, 2);
  expect(found).toBeInstanceOf(Problem);
  expect(found).toMatchObject({ ...known, question: 2 });
  expect(problem.question).toBeUndefined();
});

it("keeps what has been said already, and passes on what is no problem", () => {
  expect(befell(befell(new Problem(known), 1), 0)).toMatchObject({ question: 1 });
  const bug = new TypeError("x");
  expect(befell(bug, 0)).toBe(bug);
});
