import { describe, expect, it } from "vitest";
import type { Call, Condition, DataType, Field, Operation, Query, Resource } from "../../core/index.ts";
import { ask, problemOf, refusal, type Roles } from "../../../test/kit/ask.ts";
import { smallShop, user } from "../../../test/kit/small-shop.ts";

const is = (field: string, value: string | number): Condition => ({
  kind: "compare",
  left: { field },
  operator: "eq",
  right: { kind: "literal", value },
});
const clerk = user(["clerk", "guest"]);

function from(resource: string, more: Partial<Query> = {}, ...fields: readonly string[]): Query {
  return {
    kind: "query",
    resource,
    select: fields.map((field) => ({ kind: "field", as: field, of: { field } })),
    answer: { as: "many" },
    ...more,
  };
}

describe("rows of a function", () => {
  const text: DataType = { name: "text", native: "text" };
  const field: Field = (smallShop().catalog.resources.get("orders") as Resource).fields.get("status") as Field;
  const operation = (id: string, returns: Operation["returns"]): Operation => ({
    id,
    name: id,
    namespace: "main",
    source: "shop",
    native: { schema: "main", name: id },
    parameters: [],
    effect: "read",
    returns,
  });
  const operations = [
    operation("report", { many: true, shape: "row", fields: new Map([["status", field]]) }),
    operation("list", { many: true, shape: "resource", resource: "orders" }),
    operation("now", { many: false, shape: "scalar", type: text }),
  ];
  const call = (id: string, query?: Query): Call => ({
    kind: "call",
    operation: id,
    overload: 0,
    arguments: [],
    readOnly: true,
    ...(query === undefined ? {} : { query }),
  });
  const roles: Roles = {
    clerk: {
      report: { call: true },
      list: { call: true },
      now: { call: true },
      orders: { read: { fields: ["id", "status"], where: { status: "open" }, maxRows: 7 } },
    },
  };

  it("that belong to no resource are all shown, up to the server's cap, and may be counted by a guess", () => {
    const query = from(
      "report",
      { count: "planned", where: is("status", "x"), order: [{ by: { field: "status" }, direction: "asc" }] },
      "status",
    );
    expect(ask(call("report", query), roles, clerk, operations).query).toEqual({ ...query, cap: 1000 });
  });

  it("have no other fields than the function gives them", () => {
    expect(refusal(call("report", from("report", {}, "note")), roles, clerk, operations)).toBe(
      "42703 column report.note does not exist",
    );
  });

  it("may be aggregated when they belong to no resource", () => {
    const query = from("report", { select: [{ kind: "field", as: "n", aggregate: { function: "count" } }] });
    expect(refusal(call("report", query), roles, clerk, operations)).toBe("allowed");
  });

  it("of a resource are under its policy", () => {
    const asked = ask(call("list", from("orders", { count: "planned" }, "id")), roles, clerk, operations);
    expect(asked.query).toMatchObject({ where: is("status", "open"), cap: 7, count: "exact" });
    expect(refusal(call("list", from("orders", {}, "note")), roles, clerk, operations)).toBe(
      "42703 column orders.note does not exist",
    );
    expect(problemOf(call("list"), roles, clerk, operations)?.category).toBe("unsupported");
  });

  it("are refused with the function, where it may not be called, like those of one that is not there", () => {
    const denied: Roles = { clerk: { orders: { read: true } } };
    for (const id of ["now", "nonsense"])
      expect(refusal(call(id), denied, clerk, operations)).toBe(
        `PGRST202 Could not find the function ${id} in the schema cache`,
      );
    expect(refusal({ ...call("now"), overload: 1 }, roles, clerk, operations)).toMatch(/^PGRST202 /);
    expect(ask(call("now"), roles, clerk, operations)).toEqual(call("now"));
  });
});
