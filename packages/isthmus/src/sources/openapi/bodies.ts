// The body of a request: JSON, a form, or parts.

import { writeJson } from "../../core/index.ts";
import { randomBytes } from "node:crypto";
import type { BodyBinding, FieldBinding } from "./binding.ts";
import { inQuery } from "./serialize.ts";
import { wrongArgument } from "./values.ts";

export interface WrittenBody {
  readonly body: string | Uint8Array;
  readonly contentType: string;
}

/** @param values By argument. Undefined: there is no body to send. */
export function writeBody(binding: BodyBinding, values: ReadonlyMap<string, unknown>): WrittenBody | undefined {
  const { whole, fields = [], media, kind } = binding;
  if (whole !== undefined) {
    const value = values.get(whole.argument);
    if (value === undefined) return undefined;
    return writeWhole(binding, whole.argument, value);
  }
  const given = fields.filter(({ argument }) => values.get(argument) !== undefined);
  if (given.length === 0 && !binding.required) return undefined;
  const missing = fields.find(({ needed, argument }) => needed === true && values.get(argument) === undefined);
  if (missing !== undefined) throw wrongArgument(missing.argument, "a value");
  if (kind === "form") return { body: form(given, values), contentType: media };
  if (kind === "multipart") return parts(given, values);
  const members = given.map(({ name, argument }) => [name, values.get(argument)] as const);
  return { body: writeJson(Object.fromEntries(members)), contentType: media };
}

function writeWhole({ kind, media }: BodyBinding, argument: string, value: unknown): WrittenBody {
  if (kind === "text") return { body: String(value), contentType: media };
  if (kind === "bytes")
    return { body: bytesOf(value, argument), contentType: media.includes("*") ? "application/octet-stream" : media };
  if (kind === "json") return { body: writeJson(value), contentType: media };
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw wrongArgument(argument, "an object");
  const entries = Object.entries(value as Readonly<Record<string, unknown>>);
  const fields = entries.map(([name]): FieldBinding => ({ argument: name, name, required: false, schema: {} }));
  const values = new Map(entries);
  return kind === "form" ? { body: form(fields, values), contentType: media } : parts(fields, values);
}

function form(fields: readonly FieldBinding[], values: ReadonlyMap<string, unknown>): string {
  return fields
    .map((field) =>
      inQuery({ ...field, style: field.style ?? "form", explode: field.explode ?? true }, values.get(field.argument)),
    )
    .filter((pairs) => pairs !== "")
    .join("&");
}

/** RFC 7578. */
function parts(fields: readonly FieldBinding[], values: ReadonlyMap<string, unknown>): WrittenBody {
  const boundary = `isthmus-${randomBytes(16).toString("hex")}`;
  const chunks: Uint8Array[] = [];
  const write = (text: string): number => chunks.push(Buffer.from(text));
  for (const field of fields) {
    const value = values.get(field.argument);
    for (const one of Array.isArray(value) ? (value as readonly unknown[]) : [value]) {
      const file = isFile(field);
      write(`--${boundary}\r\ncontent-disposition: form-data; name="${quoted(field.name)}"`);
      if (file) write(`; filename="${quoted(field.name)}"\r\ncontent-type: application/octet-stream`);
      else if (typeof one === "object" && one !== null) write("\r\ncontent-type: application/json");
      write("\r\n\r\n");
      if (file) chunks.push(bytesOf(one, field.argument));
      else write(typeof one === "string" ? one : writeJson(one));
      write("\r\n");
    }
  }
  write(`--${boundary}--\r\n`);
  return { body: Buffer.concat(chunks), contentType: `multipart/form-data; boundary=${boundary}` };
}

function isFile({ schema }: FieldBinding): boolean {
  return schema.format === "binary" || schema.items?.format === "binary";
}

function quoted(name: string): string {
  return name.replaceAll('"', "%22").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

/** Bytes are given as hexadecimal digits behind `\x`, as a `data:` address in base64, or as the text they are. */
function bytesOf(value: unknown, argument: string): Uint8Array {
  if (typeof value !== "string") throw wrongArgument(argument, "a text");
  if (value.startsWith("\\x")) return Buffer.from(value.slice(2), "hex");
  const data = /^data:[^,]*;base64,/.exec(value);
  return data === null ? Buffer.from(value) : Buffer.from(value.slice(data[0].length), "base64");
}
