// Reads the operations out of a batch's body, as requests of their own.

import type { Request } from "../../../core/index.ts";
import { scanArray, scanObject, skipSpace } from "../render/json-scan.ts";
import { contentType, isObject, notAcceptable, soundJson } from "./body.ts";
import type { ParserLimits } from "./limits.ts";
import { badBody, tooMuch } from "./problems.ts";

export interface BatchOperation {
  readonly index: number;
  readonly id: string | undefined;
  readonly request: Request;
  /** Fields of the body's object whose value is `name` in the first row of the operation `of`. */
  readonly references: readonly { readonly field: string; readonly of: string; readonly name: string }[];
}

/** Headers of a part that mean something; the others belong to the batch as a whole. */
const own: ReadonlySet<string> = new Set([
  "accept",
  "accept-profile",
  "content-profile",
  "content-type",
  "if-match",
  "if-none-match",
  "prefer",
  "range",
]);

/** Throws PGRST102 for a body that has no operations in it. */
export function readOperations(request: Request, limits: ParserLimits): readonly BatchOperation[] {
  if (contentType(request) !== "json") throw notAcceptable(request);
  const body = soundJson(request.body, limits);
  const operations = isObject(body) && Object.hasOwn(body, "operations") ? body["operations"] : undefined;
  if (!Array.isArray(operations)) throw badBody(`A batch is an object with the array "operations"`);
  if (operations.length > limits.batch) throw tooMuch(`A batch may have ${limits.batch} operations`);
  const texts: string[] = [];
  const array = memberOf(request.body, "operations") ?? "[]";
  scanArray(array, 0, (from, to) => texts.push(array.slice(from, to)));
  const ids = new Set<string>();
  return (operations as readonly unknown[]).map((operation, index) => {
    const read = readOperation(request, operation, texts[index] ?? "{}", index);
    if (read.id !== undefined && ids.has(read.id)) throw badBody(`Two operations have the id '${read.id}'`);
    if (read.id !== undefined) ids.add(read.id);
    return read;
  });
}

function readOperation(batch: Request, operation: unknown, text: string, index: number): BatchOperation {
  const wrong = (what: string): never => {
    throw badBody(`operations[${index}] ${what}`);
  };
  if (!isObject(operation)) return wrong("is no object");
  const { method, path, id } = operation;
  if (typeof method !== "string") return wrong(`has no "method"`);
  if (typeof path !== "string" || !path.startsWith("/")) return wrong(`has no "path" that begins with a slash`);
  if (id !== undefined && (typeof id !== "string" || !/^[A-Za-z_][\w-]*$/.test(id))) {
    return wrong(`has an "id" that is no word of letters, digits, _ and -`);
  }
  const [address = "", ...query] = path.split("?");
  const { rows, references } = bodyOf(operation["body"], memberOf(text, "body") ?? "");
  return {
    index,
    id: id as string | undefined,
    references,
    request: {
      id: batch.id,
      method: method.toUpperCase(),
      path: address,
      query: query.join("?"),
      headers: headersOf(operation["headers"], wrong),
      body: rows,
      base: batch.base,
    },
  };
}

function headersOf(headers: unknown, wrong: (what: string) => never): Record<string, string> {
  if (headers === undefined) return {};
  if (!isObject(headers)) return wrong(`has "headers" that are no object`);
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (typeof value !== "string" || /[\r\n\0]/.test(value)) return wrong(`has a header '${name}' that is no text`);
    if (own.has(name.toLowerCase())) kept[name.toLowerCase()] = value;
  }
  return kept;
}

/** The body as it stands in the batch; of a text, what it says (CSV). References are taken out of it. */
function bodyOf(
  body: unknown,
  text: string,
): { readonly rows: string; readonly references: BatchOperation["references"] } {
  if (typeof body === "string") return { rows: body, references: [] };
  if (!isObject(body)) return { rows: text, references: [] };
  const references: { field: string; of: string; name: string }[] = [];
  const members: string[] = [];
  scanObject(text, 0, (key, from, to) => {
    const reference = referenceOf(body[key]);
    if (reference === undefined) members.push(`${JSON.stringify(key)}:${text.slice(from, to)}`);
    else references.push({ field: key, ...reference });
  });
  return references.length === 0 ? { rows: text, references } : { rows: `{${members.join(",")}}`, references };
}

function referenceOf(value: unknown): { readonly of: string; readonly name: string } | undefined {
  if (!isObject(value) || !Object.hasOwn(value, "$ref") || Object.keys(value).length !== 1) return undefined;
  const text = value["$ref"];
  const point = typeof text === "string" ? text.indexOf(".") : -1;
  if (typeof text !== "string" || point < 1)
    throw badBody(`"$ref" takes the name of an operation, a point and a field`);
  return { of: text.slice(0, point), name: text.slice(point + 1) };
}

/** Text of an object's member; the last of equal keys. */
function memberOf(text: string, key: string): string | undefined {
  let found: string | undefined;
  scanObject(text, skipSpace(text, 0), (name, from, to) => {
    if (name === key) found = text.slice(from, to);
  });
  return found;
}
