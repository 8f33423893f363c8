// The form in which a caller wants his answer.

import { describe, expect, it } from "vitest";
import { restCatalog } from "../../../../test/kit/rest-catalog.ts";
import { ask, query, refusal } from "../testing/ask.ts";

describe("answers", () => {
  it.each<[string | undefined, string, string]>([
    [undefined, "json", "many"],
    ["*/*", "json", "many"],
    ["text/html, application/json;q=0.9, */*;q=0.8", "json", "many"],
    ["text/csv", "csv", "many"],
    ["application/json;q=0.1, text/csv", "csv", "many"],
    ["application/vnd.pgrst.object+json", "object", "one"],
    ["Application/VND.pgrst.object", "object", "one"],
    ["application/vnd.pgrst.array+json;nulls=stripped", "json", "many"],
  ])("%s gives %s", (accept, kind, as) => {
    const headers = accept === undefined ? {} : { accept };
    const { answer } = query("GET /orders", headers);
    expect(ask("GET /orders", headers).context.media.kind).toBe(kind);
    expect(answer.as).toBe(as);
    expect(answer.stripNulls === true).toBe(accept?.includes("stripped") ?? false);
  });

  it("tells the names of its columns to CSV, those of a spread resource among them", () => {
    const { context } = ask("GET /orders?select=n:id,...customer_id(name),order_items(id)", { accept: "text/csv" });
    expect(context.columns).toEqual(["n", "name", "order_items"]);
  });

  it("tells what was preferred and applied, in the dialect's order", () => {
    const { context } = ask(
      "PATCH /tags?id=eq.1",
      { prefer: "handling=strict,max-affected=5,count=exact,return=representation,missing=default" },
      '{"label":"x"}',
    );
    expect(context.applied).toBe(
      "missing=default, return=representation, count=exact, handling=strict, max-affected=5",
    );
  });

  it("keeps the caller's entity tags", () => {
    expect(ask("GET /orders", { "if-none-match": '"a", W/"b"' }).context.ifNoneMatch).toEqual(['"a"', 'W/"b"']);
  });

  it("lists what a resource allows, and describes the whole at its root", () => {
    expect(ask("OPTIONS /tags").context).toMatchObject({
      action: "options",
      allow: ["OPTIONS", "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"],
    });
    expect(ask("OPTIONS /rpc/add?a=1&b=2").context.allow).toEqual(["OPTIONS", "GET", "HEAD", "POST"]);
    expect(ask("GET /").context).toMatchObject({ action: "document", media: { kind: "openapi" } });
  });

  it("looks where the profile says", () => {
    const view = restCatalog({ namespaces: ["main", "other"] });
    expect(ask("GET /tags", { "accept-profile": "main" }, "", view).context).toMatchObject({
      namespace: "main",
      profiled: true,
    });
    expect(refusal("GET /tags", { "accept-profile": "other" }, "", view).message).toBe(
      "Could not find the table 'other.tags' in the schema cache",
    );
  });
});
