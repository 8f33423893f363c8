// What the user of a source is told about its options, by the adapters themselves.

import { describe, expect, it } from "vitest";
import { openSources } from "./open-sources.ts";

async function told(kind: string, options: object): Promise<string> {
  const opened = openSources({ sources: { shop: { kind, options } } }, () => undefined);
  return opened.then(
    () => "nothing",
    (error: unknown) => (error as Error).message,
  );
}

describe("options of a source that are wrong", () => {
  it("are named once when a needed one is misspelt", async () => {
    expect(await told("sqlite", { fiel: "shop.db" })).toBe(
      'sources.shop.fiel: there is no such option; did you mean "file"?',
    );
  });

  it("are named with what is meant, of every database", async () => {
    expect(await told("postgres", { url: "postgres://127.0.0.1/shop", pol: 3 })).toBe(
      'sources.shop.pol: there is no such option; did you mean "pool"?',
    );
    expect(await told("mysql", { url: "mysql://127.0.0.1/shop", databses: ["a"] })).toBe(
      'sources.shop.databses: there is no such option; did you mean "databases"?',
    );
    expect(await told("mongodb", { url: "mongodb://127.0.0.1/shop", colections: ["a"] })).toBe(
      'sources.shop.colections: there is no such option; did you mean "collections"?',
    );
  });

  it("have a line each, and no value is repeated", async () => {
    const text = await told("postgres", { url: "127.0.0.1:5432/shop?password=geheim", pool: "many" });
    expect(text).toBe("sources.shop.url: must begin with postgres://\nsources.shop.pool: expected a number");
  });

  it("are missed by name", async () => {
    expect(await told("sqlite", {})).toBe("sources.shop.file: is missing");
    expect(await told("mysql", { url: "mysql://127.0.0.1" })).toBe(
      "sources.shop: a database is needed, in the url or by its name",
    );
  });
});
