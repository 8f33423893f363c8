// `GET /export/{resource}`: each page is what a GET behind the cursor of the page before would be, and its rows go out as
// lines.

import type { Intent, Outtake, Query, Request, Result } from "../../../core/index.ts";
import type { RestContext } from "../context.ts";
import type { Parse } from "../parse.ts";
import { noMedia, unsupported } from "../parse/problems.ts";
import { csv } from "../render/csv.ts";
import { scanArray, skipSpace } from "../render/json-scan.ts";
import { cursorToken } from "../render/links.ts";
import { isLines, lines } from "./forms.ts";
import { notThis, refuseParameter } from "./refused.ts";

/** Rows of a page: what is in memory of an export, two or three times over. */
const pageRows = 1_000;

/** Throws ISTHMUS140, PGRST107. */
export function outtakeOf(request: Request, parse: Parse): Outtake {
  const form = formOf(request.headers["accept"]);
  const { query, limit } = parametersOf(request.query);
  const part = partOf(request, form);
  const type = form === "csv" ? "text/csv; charset=utf-8" : lines;
  return {
    head: { status: 200, headers: { "content-type": type, "cache-control": "no-store" } },
    intent(cursor, given, catalog) {
      const rows = Math.min(pageRows, limit - given);
      if (rows <= 0 && cursor !== undefined) return undefined;
      const after = cursor === undefined ? "" : cursorToken(cursor);
      const page = `limit=${rows}&after=${after}`;
      const intent = parse({ ...part, query: query === "" ? page : `${query}&${page}` }, catalog);
      const statement = intent.questions[0]?.statement;
      if (statement?.kind !== "query" || aggregates(statement)) throw unsupported("An export of aggregates");
      return intent;
    },
    page: (intent, result, first) =>
      form === "csv" ? csvLines(intent as Intent<RestContext>, result, first) : jsonLines(result),
  };
}

function formOf(accept: string | undefined): "csv" | "ndjson" {
  if (accept === undefined || isLines(accept)) return "ndjson";
  const types = accept.split(",").map((one) => (one.split(";")[0] ?? "").trim().toLowerCase());
  for (const type of types) {
    if (type === "text/csv") return "csv";
    if (isLines(type) || type === "*/*" || type === "application/*") return "ndjson";
  }
  throw noMedia(types);
}

function parametersOf(given: string): { readonly query: string; readonly limit: number } {
  let limit = Number.POSITIVE_INFINITY;
  const kept = given.split("&").filter((parameter) => {
    const [key = "", value = ""] = parameter.split("=", 2);
    if (key === "after" || key === "offset") refuseParameter(key, "select, filters, order and limit");
    if (key !== "limit") return key !== "";
    if (!/^\d{1,15}$/.test(value)) throw notThis("'limit' is a number of rows");
    limit = Number(value);
    return false;
  });
  return { query: kept.join("&"), limit };
}

function partOf({ id, path, base, headers }: Request, form: "csv" | "ndjson"): Omit<Request, "query"> {
  const kept: Record<string, string> = { accept: form === "csv" ? "text/csv" : "application/json" };
  const profile = headers["accept-profile"];
  if (profile !== undefined) kept["accept-profile"] = profile;
  const zone = (headers["prefer"] ?? "").split(",").find((one) => /^\s*timezone=/.test(one));
  if (zone !== undefined) kept["prefer"] = zone;
  return { id, method: "GET", path: path.slice("/export".length), headers: kept, body: "", base };
}

function aggregates({ select }: Query): boolean {
  return select.some((one) => one.kind === "field" && (one.of === undefined || one.aggregate !== undefined));
}

/** A break can stand between the parts of a JSON text alone, where a blank says as much. */
function jsonLines({ body }: Result): string {
  if (body === null) return "";
  const plain = /[\r\n]/.test(body) ? body.replace(/[\r\n]/g, " ") : body;
  let text = "";
  scanArray(plain, skipSpace(plain, 0), (start, end) => (text += `${plain.slice(start, end)}\n`));
  return text;
}

function csvLines({ context }: Intent<RestContext>, { body, rows }: Result, first: boolean): string {
  const text = csv(body ?? "[]", context.columns);
  const whole = rows === 0 ? text : `${text}\n`;
  if (first) return whole;
  return rows === 0 ? "" : whole.slice(csv("[]", context.columns).length);
}
