// The document is held to the OpenAPI 3.1 standard by two linters that know nothing of each other: Redocly's
// recommended rules, and the standard's own JSON Schema.

import { createConfig, lintFromString } from "@redocly/openapi-core";
import { Validator } from "@seriousme/openapi-schema-validator";
import { describe, expect, it } from "vitest";
import type { Catalog } from "../../core/index.ts";
import { catalogOf, describedShop, field, plainShop, products, resource } from "../../../test/kit/described-shop.ts";
import { describe as describeCatalog } from "./describe.ts";
import { restSettings } from "./options.ts";

const settings = restSettings({ title: 'A "shop" <b>', version: "2.0.0" });

/** Nothing in the tags' colours or the owner's licence is ours to say. */
const notOurs = { "info-license": "off", "info-license-url": "off" } as const;

const catalogs: readonly (readonly [what: string, catalog: Catalog, namespace: string])[] = [
  ["of a shop with hostile names", describedShop, "public"],
  ["of a second namespace", describedShop, "history"],
  ["of a plain shop", plainShop, "public"],
  ["of a caller who may do nothing", catalogOf([]), "public"],
  [
    "of a caller who may only read one field",
    catalogOf([
      resource("products", [field("name", { name: "text", native: "text" }, { insertable: false, updatable: false })], {
        insertable: false,
        updatable: false,
        deletable: false,
      }),
    ]),
    "public",
  ],
  [
    "of a caller who may only write",
    catalogOf([
      resource("mailbox", [field("message", { name: "text", native: "text" }, { readable: false })], {
        deletable: false,
      }),
    ]),
    "public",
  ],
  [
    "of a caller who may only delete",
    catalogOf([{ ...products, fields: new Map(), insertable: false, updatable: false }]),
    "public",
  ],
];

describe("the OpenAPI document is valid", () => {
  it.each(catalogs)("by Redocly's recommended rules, without a warning: that %s", async (_what, catalog, namespace) => {
    const config = await createConfig({ extends: ["recommended"], rules: notOurs });
    const source = JSON.stringify(describeCatalog(catalog, "https://shop.example.org/api", settings, namespace));
    const problems = await lintFromString({ source, absoluteRef: "openapi.json", config });
    expect(problems.map(({ ruleId, message, location }) => `${ruleId}: ${message} at ${location[0]?.pointer}`)).toEqual(
      [],
    );
  });

  it.each(catalogs)("by the standard's JSON Schema: that %s", async (_what, catalog, namespace) => {
    const document = JSON.parse(
      JSON.stringify(describeCatalog(catalog, "https://shop.example.org/api", settings, namespace)),
    );
    const validator = new Validator();
    const { valid, errors } = await validator.validate(document);
    expect({ valid, errors }).toEqual({ valid: true, errors: undefined });
    expect(validator.version).toBe("3.1");
  });
});
