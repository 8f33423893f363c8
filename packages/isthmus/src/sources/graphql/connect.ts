// Where a schema is read from: a file, and at `isthmus sync` the API itself, through the source's own guarded client.

import { readFile, stat } from "node:fs/promises";
import { Problem, readJson } from "../../core/index.ts";
import type { Client } from "../shared/http/client.ts";

export { connect } from "../shared/api/connect.ts";

/** Bytes. */
const largest = 64 * 1_048_576;

export interface SchemaText {
  readonly kind: "definitions" | "introspection";
  readonly text: string;
}

/** @throws Problem that says what is wrong with the file. */
export async function schemaInFile(file: string): Promise<SchemaText> {
  try {
    const { size } = await stat(file);
    if (size > largest) throw new Error(`it is larger than ${largest} bytes`);
    const text = (await readFile(file, "utf8")).replace(/^\uFEFF/, "");
    return { kind: text.trimStart().startsWith("{") && /\.json$/i.test(file) ? "introspection" : "definitions", text };
  } catch (cause) {
    const absent = cause instanceof Error && "code" in cause && cause.code === "ENOENT";
    const why = cause instanceof Error ? cause.message : String(cause);
    const message = absent ? `there is no file ${file}` : `${file} cannot be read: ${why}`;
    throw new Problem({ code: "ISTHMUS105", category: "invalid", message, cause });
  }
}

/** @param question The introspection query. */
export async function schemaAt(
  endpoint: string,
  question: string,
  client: Client,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<SchemaText> {
  const { origin, pathname, search } = new URL(endpoint);
  const answer = await client.send({
    operation: "schema",
    method: "POST",
    origin,
    path: pathname + search,
    headers: { ...headers, accept: "application/json", "content-type": "application/json" },
    body: JSON.stringify({ query: question }),
    repeatable: true,
    signal,
    deadline: client.clock.now() + client.timeout,
    rules: {},
  });
  const text = Buffer.from(answer.body).toString();
  const fault = answer.status >= 300 ? `it answered ${answer.status}` : faultIn(text);
  if (fault !== undefined)
    throw new Problem({
      code: "ISTHMUS600",
      category: "unavailable",
      message: `${endpoint} does not tell its schema: ${fault}`,
      hint: "Save the schema to a file, and name it in `schema`",
    });
  return { kind: "introspection", text };
}

function faultIn(text: string): string | undefined {
  try {
    const { errors, data } = readJson(text, { deepest: 200 }) as { readonly errors?: unknown; readonly data?: unknown };
    if (typeof data === "object" && data !== null) return undefined;
    const [first] = Array.isArray(errors) ? (errors as readonly { readonly message?: unknown }[]) : [];
    return typeof first?.message === "string" ? first.message.slice(0, 200) : "there is none in its answer";
  } catch {
    return "its answer is no JSON";
  }
}
