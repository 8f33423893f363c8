// Renders what a source could have answered, for the tests of the renderer.

import type { Reply, Request, Result } from "../../../core/index.ts";
import type { Media, Preferences, RestContext } from "../context.ts";
import { restSettings } from "../options.ts";
import { createRenderer } from "../render.ts";
import { describedShop } from "../../../../test/kit/described-shop.ts";

export const json: Media = { kind: "json", type: "application/json; charset=utf-8", stripNulls: false };
export const object: Media = {
  kind: "object",
  type: "application/vnd.pgrst.object+json; charset=utf-8",
  stripNulls: false,
};
export const csv: Media = { kind: "csv", type: "text/csv; charset=utf-8", stripNulls: false };
export const preferences: Preferences = { return: "minimal", missing: "null", handling: "lenient", tx: "commit" };

export const render = createRenderer(restSettings());

export function context(more: Partial<RestContext> = {}): RestContext {
  return {
    action: "read",
    namespace: "public",
    profiled: false,
    target: "products",
    head: false,
    media: json,
    preferences,
    offset: 0,
    keyset: false,
    ...more,
  };
}

export function request(more: Partial<Request> = {}): Request {
  return {
    id: "1",
    method: "GET",
    path: "/products",
    query: "",
    headers: {},
    body: "",
    base: "https://shop.example/api",
    ...more,
  };
}

export function answer(about: RestContext, results: Result | readonly Result[], asked: Partial<Request> = {}): Reply {
  const all = Array.isArray(results) ? (results as readonly Result[]) : [results as Result];
  return render({ questions: [], transaction: "none", context: about }, all, request(asked), describedShop);
}

export const twoRows: Result = { body: '[{"id":1,"price":9.90},{"id":2,"price":12345678901234567890.10}]', rows: 2 };
export const none: Result = { body: "[]", rows: 0 };
