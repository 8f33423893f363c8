// Reads an API's document from a file: JSON or YAML, never over the network. What is in it is untrusted.

import { readFile, stat } from "node:fs/promises";
import { Problem } from "../../../core/index.ts";
import { isObject, type Json, type JsonObject } from "./json.ts";

export interface ApiDocument {
  readonly root: JsonObject;
  readonly version: "2.0" | "3.0" | "3.1";
}

/** Bytes. */
const largest = 128 * 1_048_576;

/** @throws Problem that says what is wrong with the file. */
export async function readDocument(file: string): Promise<ApiDocument> {
  let text: string;
  try {
    const { size } = await stat(file);
    if (size > largest) throw new Error(`it is larger than ${largest} bytes`);
    text = await readFile(file, "utf8");
  } catch (cause) {
    throw unreadable(file, cause);
  }
  return documentOf(await parse(file, text.replace(/^\uFEFF/, "")), file);
}

/** @param file For messages. */
export function documentOf(value: unknown, file: string): ApiDocument {
  if (!isObject(value)) throw unreadable(file, new Error("it holds no object"));
  const said = value["openapi"] ?? value["swagger"];
  const version = typeof said === "string" || typeof said === "number" ? String(said) : "";
  if (/^2(\.|$)/.test(version) && value["openapi"] === undefined) return { root: value, version: "2.0" };
  if (/^3\.0(\.|$)/.test(version)) return { root: value, version: "3.0" };
  // 3.2 adds to 3.1 and takes nothing away.
  if (/^3\.[12](\.|$)/.test(version)) return { root: value, version: "3.1" };
  throw unreadable(file, new Error("it is no OpenAPI 3.0, 3.1 or Swagger 2.0 document"));
}

async function parse(file: string, text: string): Promise<Json | undefined> {
  if (/\.json$/i.test(file) || text.trimStart().startsWith("{")) {
    try {
      return JSON.parse(text) as Json;
    } catch (cause) {
      throw unreadable(file, cause);
    }
  }
  try {
    const yaml = await import("yaml");
    // Anchors that stand for anchors would make a small file a large one.
    return yaml.parse(text, { maxAliasCount: 100, schema: "core", logLevel: "error" }) as Json;
  } catch (cause) {
    throw unreadable(file, cause);
  }
}

function unreadable(file: string, cause: unknown): Problem {
  if (cause instanceof Error && "code" in cause && cause.code === "ENOENT")
    return new Problem({ code: "ISTHMUS105", category: "invalid", message: `there is no file ${file}`, cause });
  const [first = ""] = (cause instanceof Error ? cause.message : String(cause)).split("\n");
  const why = first.replace(/:$/, "");
  return new Problem({ code: "ISTHMUS105", category: "invalid", message: `${file} cannot be read: ${why}`, cause });
}
