// The catalogs of PostgreSQL's own tests: the shop with functions, and a table of what PostgreSQL alone has.

import type { Operation } from "../../../core/index.ts";
import { shopCatalog, typeNamed } from "../../shared/sql/testing/fixture.ts";

export function operation(
  name: string,
  returns: Operation["returns"],
  parameters: Operation["parameters"] = [],
): Operation {
  const native = { schema: "fixture", name };
  return { id: name, name, namespace: "main", source: "shop", native, parameters, effect: "read", returns };
}

function given(
  name: string,
  native: string,
  more: Partial<Operation["parameters"][number]> = {},
): Operation["parameters"][number] {
  return { name, type: typeNamed("other", native), required: true, variadic: false, ...more };
}

const whole = typeNamed("integer");
export const aggregated = { kind: "field", as: "n", aggregate: { function: "count" } } as const;
export const catalog = shopCatalog({
  operations: [
    operation("add", { many: false, shape: "scalar", type: whole }, [
      given("a", "integer"),
      given("b", "integer", { required: false }),
    ]),
    operation("total", { many: false, shape: "scalar", type: whole }, [given("v", "integer[]", { variadic: true })]),
    operation("numbers", { many: true, shape: "scalar", type: whole }),
    operation("nothing", { many: false, shape: "void" }),
    operation("cheap", { many: true, shape: "resource", resource: "products" }, [given("below", "numeric")]),
    {
      ...operation("echo", { many: false, shape: "scalar", type: typeNamed("json") }, [given("", "json")]),
      wholeBody: "json",
    },
  ],
});

const shop = catalog.resources;

/** Products with what PostgreSQL alone has: a function over the row, one that leads on, an array, a range, a text search. */
export function extended() {
  const products = shop.get("products");
  if (products === undefined) throw new Error("the fixture has no products");
  const like = [...products.fields.values()][0];
  if (like === undefined) throw new Error("products have no fields");
  const text = typeNamed("text");
  const made = { ...like, nullable: true, insertable: false };
  const thing = {
    ...products,
    id: "things",
    name: "things",
    native: { schema: "fixture", name: "things" },
    fields: new Map([
      ["id", like],
      ["tags", { ...made, name: "tags", type: { ...typeNamed("array", "text[]"), element: text } }],
      ["span", { ...made, name: "span", type: typeNamed("range", "int4range") }],
      ["words", { ...made, name: "words", type: text }],
      ["vector", { ...made, name: "vector", type: typeNamed("textsearch", "tsvector") }],
      ["loud", { ...made, name: "loud", type: text, computed: { schema: "fixture", function: "loud" } }],
    ]),
    relations: new Map([
      [
        "peers",
        {
          name: "peers",
          target: "things",
          cardinality: "one-to-many" as const,
          constraint: "peers",
          owning: false,
          on: [],
          computed: { schema: "fixture", function: "peers" },
        },
      ],
    ]),
  };
  return shopCatalog({ resources: [thing] });
}
