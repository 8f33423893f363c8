import { describe, expect, it } from "vitest";
import { smallShop } from "../../../test/kit/small-shop.ts";
import { Problem } from "../../core/index.ts";
import { graphql, type GraphqlOptions } from "./index.ts";

const { catalog } = smallShop();

/** The refusal, and the milliseconds it took; of several tries the fastest, since the machine does other things too. */
function refused(
  query: string,
  variables: unknown = {},
  options: GraphqlOptions = {},
): { readonly text: string; readonly ms: number } {
  const body = JSON.stringify({ query, variables });
  const request = {
    id: "t",
    method: "POST",
    path: "/",
    query: "",
    headers: { "content-type": "application/json" },
    body,
    base: "",
  };
  let text = "accepted";
  let ms = Number.POSITIVE_INFINITY;
  for (let attempt = 0; attempt < 10 && ms >= 50; attempt++) {
    const face = graphql(options);
    const began = process.cpuUsage();
    try {
      face.parse(request, catalog);
    } catch (thrown) {
      if (!(thrown instanceof Problem)) throw thrown;
      text = `${thrown.code} ${thrown.message}`;
    }
    const { user, system } = process.cpuUsage(began);
    ms = Math.min(ms, (user + system) / 1_000);
  }
  return { text, ms };
}

const times = (count: number, text: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => text(index)).join(" ");

describe("limits", () => {
  it.each([
    ["10,000 aliases", `{ ${times(10_000, (index) => `a${index}: products { id }`)} }`],
    ["10,000 aliases within the limit of tokens", `{ products { ${times(3_000, (index) => `a${index}: id`)} } }`],
    [
      "2^20 fields by fragments",
      `{ products { ...f0 } } ${times(20, (index) => `fragment f${index} on products { ...f${index + 1} x: parent_${index}  ...f${index + 1} }`)} fragment f20 on products { id }`,
    ],
    [
      "2^20 rows' fields by fragments through relations",
      `{ orders { ...f0 } } ${times(20, (index) => `fragment f${index} on orders { customer { orders_by_customer_id { ...f${index + 1} } } }`)} fragment f20 on orders { id }`,
    ],
    [
      "a field of one name 3,000 times",
      `{ products { ${times(3_000, (index) => `order_items(limit: ${index}) { id }`)} } }`,
    ],
    ["a depth of 3,000", `${"{ orders { customer ".repeat(1_500)}{ id }${" } }".repeat(1_500)}`],
    ["braces that are never closed", "{a".repeat(4_000)],
    ["lists in lists", `{ products(where: ${"[".repeat(4_000)}${"]".repeat(4_000)}) { id } }`],
    ["1,000 fragments, each unused", times(1_000, (index) => `fragment f${index} on products { id }`)],
    ["1,000 unknown fields", `{ products { ${times(1_000, (index) => `nosuch${index}`)} } }`],
    [
      "fragments in a circle",
      "{ products { ...a } } fragment a on products { ...b ...b } fragment b on products { ...a ...a }",
    ],
  ])("refuse %s in less than 50 ms", (_, query) => {
    const { text, ms } = refused(query);
    expect(text).toMatch(/^ISTHMUS13[1-6] /);
    expect(ms).toBeLessThan(50);
  });

  it("are told by name, and can be set", () => {
    expect(refused("{ a: __typename b: __typename }", {}, { limits: { aliases: 1 } }).text).toBe(
      "ISTHMUS136 The operation has 2 aliases; 1 are allowed",
    );
    expect(refused("{ products { id } }", {}, { limits: { depth: 1 } }).text).toBe(
      "ISTHMUS136 The document is 2 levels deep; 1 are allowed",
    );
    expect(refused("{ products { id } tags { id } }", {}, { limits: { rootFields: 1 } }).text).toMatch(
      /2 fields at its root/,
    );
    expect(refused("{ products { id order_items { id } } }", {}, { limits: { cost: 50 } }).text).toBe(
      "ISTHMUS136 The operation costs 121; 50 are allowed",
    );
    expect(refused("{ products { id } }", {}, { limits: { tokens: 3 } }).text).toMatch(/more than 3 tokens/);
    expect(() => graphql({ limits: { depth: 0 } })).toThrow(/limits\.depth/);
  });

  it("hold for variables: how deep they are, how many conditions and rows they hold", () => {
    const query = "query($w: products_bool_exp) { products(where: $w) { id } }";
    let deep: object = { id: { _eq: 1 } };
    for (let level = 0; level < 3_000; level++) deep = { _not: deep };
    expect(refused(query, { w: deep }).text).toMatch(/^(ISTHMUS136|accepted)/);
    expect(refused(query, { w: { _or: Array.from({ length: 300 }, () => ({ id: { _eq: 1 } })) } }).text).toBe(
      "ISTHMUS136 An operation may have 200 conditions",
    );
    const many = "mutation($u: [tags_updates!]!) { update_tags_many(updates: $u) { affected_rows } }";
    expect(refused(many, { u: Array.from({ length: 101 }, () => ({ where: {}, _set: { label: "x" } })) }).text).toBe(
      "ISTHMUS136 An operation may be carried out in 100 statements",
    );
    const nested = "mutation($o: customers_insert_input!) { insert_customers_one(object: $o) { id } }";
    expect(
      refused(nested, { o: { orders_by_customer_id: { data: Array.from({ length: 200 }, () => ({ id: 1 })) } } }).text,
    ).toMatch(/100 statements/);
  });
});
