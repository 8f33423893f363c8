import { expect, test } from "vitest";
import { smallShopSchema } from "../../test/kit/small-shop.ts";
import { capabilities } from "../core/index.ts";
import { buildCatalog } from "./build.ts";

test("what a server cannot do is taken from what sources of its kind can, for its resources too", () => {
  const all = capabilities({ insert: true, update: true, delete: true, upsert: true });
  const schema = { ...smallShopSchema, unable: ["upsert", "delete"] as const };
  const catalog = buildCatalog(new Map([["shop", { kind: "test", capabilities: all, schema }]]), {});
  expect(catalog.sources.get("shop")?.capabilities).toEqual(capabilities({ insert: true, update: true }));
  expect(catalog.resources.get("products")).toMatchObject({ insertable: true, updatable: true, deletable: false });
});
