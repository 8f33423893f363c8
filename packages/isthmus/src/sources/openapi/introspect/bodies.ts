// An operation's request body: each member an argument where it is an object plainly, one argument where it is not.

import type { BodyBinding, FieldBinding } from "../binding.ts";
import type { ApiDocument } from "../document/read.ts";
import { entriesAt, isText, type Json, type JsonObject, listAt, member, objectAt, textAt } from "../document/json.ts";
import { dereference } from "../document/pointer.ts";
import type { Schema } from "../../shared/api/schema.ts";
import { flatObject } from "../../shared/api/flatten.ts";
import { cleanName } from "../../shared/api/names.ts";
import type { FoundOperation } from "./operations.ts";
import { swaggerStyle } from "./parameters.ts";
import type { Schemas } from "./schemas.ts";

type Kind = BodyBinding["kind"];

/** Arguments beyond which a body is given whole. */
const mostFields = 200;

/** @param taken Names of the parameters' arguments. */
export function bodyOf(
  document: ApiDocument,
  found: FoundOperation,
  schemas: Schemas,
  taken: ReadonlySet<string>,
): BodyBinding | undefined {
  if (document.version === "2.0") return swaggerBody(document.root, found, schemas, taken);
  const body = dereference(document.root, member(found.operation, "requestBody"));
  const content = chooseMedia(entriesAt(body, "content"));
  if (content === undefined) return undefined;
  const [media, kind, described] = content;
  const schema = schemas.of(member(described, "schema"));
  const required = member(body, "required") === true;
  const encoding = objectAt(described, "encoding");
  return bodyBinding(media, kind, required, schema, schemas, taken, (name) => styleOfField(encoding, name, kind));
}

function swaggerBody(
  root: JsonObject,
  found: FoundOperation,
  schemas: Schemas,
  taken: ReadonlySet<string>,
): BodyBinding | undefined {
  const whole = found.parameters.find((one) => textAt(one, "in") === "body");
  const consumed = [...listAt(found.operation, "consumes"), ...listAt(root, "consumes")].filter(isText);
  if (whole !== undefined) {
    const [media, kind] = chooseMedia(consumed.map((one) => [one, {}] as const)) ?? ["application/json", "json"];
    const schema = schemas.of(member(whole, "schema"));
    // A form's members would be parameters of their own.
    const usable: readonly [string, Kind] =
      kind === "form" || kind === "multipart" ? ["application/json", "json"] : [media, kind];
    return bodyBinding(usable[0], usable[1], member(whole, "required") === true, schema, schemas, taken, () => ({}));
  }
  const members = found.parameters.filter((one) => textAt(one, "in") === "formData");
  if (members.length === 0) return undefined;
  const multipart = consumed.includes("multipart/form-data") || members.some((one) => textAt(one, "type") === "file");
  const fields = members.map((given): Omit<FieldBinding, "argument"> => {
    const { schema, style, explode } = swaggerStyle(given, schemas);
    const file = textAt(given, "type") === "file";
    return {
      name: textAt(given, "name") ?? "",
      required: member(given, "required") === true,
      schema: file ? { types: ["string"], format: "binary" } : schema,
      style,
      explode,
    };
  });
  return {
    media: multipart ? "multipart/form-data" : "application/x-www-form-urlencoded",
    kind: multipart ? "multipart" : "form",
    required: fields.some(({ required }) => required),
    fields: named(fields, taken),
  };
}

function bodyBinding(
  media: string,
  kind: Kind,
  required: boolean,
  schema: Schema,
  schemas: Schemas,
  taken: ReadonlySet<string>,
  styleOf: (name: string) => Pick<FieldBinding, "style" | "explode">,
): BodyBinding {
  const flat = kind === "text" || kind === "bytes" ? undefined : flatObject(schema, schemas.shared);
  const fields =
    flat &&
    [...flat.properties]
      .filter(([, one]) => one.readOnly !== true)
      .map(([name, one]) => ({
        name,
        required: required && flat.required.has(name),
        ...(!required && flat.required.has(name) ? { needed: true } : {}),
        schema: one,
        ...styleOf(name),
      }));
  const clashes = fields?.some(({ name }) => cleanName(name) === "" || taken.has(cleanName(name)));
  if (fields !== undefined && fields.length > 0 && fields.length <= mostFields && clashes !== true)
    return { media, kind, required, fields: named(fields, taken) };
  const whole = kind === "text" || kind === "bytes" ? { types: ["string" as const] } : schema;
  return { media, kind, required, whole: { argument: taken.has("body") ? "request_body" : "body", schema: whole } };
}

function named(fields: readonly Omit<FieldBinding, "argument">[], given: ReadonlySet<string>): readonly FieldBinding[] {
  const taken = new Set(given);
  return fields.map((field) => {
    const name = cleanName(field.name) || "value";
    let argument = name;
    for (let number = 2; taken.has(argument); number++) argument = `${name}_${number}`;
    taken.add(argument);
    return { argument, ...field };
  });
}

function styleOfField(
  encoding: JsonObject | undefined,
  name: string,
  kind: Kind,
): Pick<FieldBinding, "style" | "explode"> {
  if (kind !== "form") return {};
  const said = member(encoding, name);
  const style = textAt(said, "style");
  const explode = member(said, "explode");
  if (style !== "form" && style !== "deepObject" && style !== "spaceDelimited" && style !== "pipeDelimited")
    return { style: "form", explode: explode !== false };
  return { style, explode: typeof explode === "boolean" ? explode : style === "form" || style === "deepObject" };
}

/** JSON where there is any, then a form, then what else can be sent. */
function chooseMedia(content: readonly (readonly [string, Json])[]): readonly [string, Kind, Json] | undefined {
  const usable = content.map(([media, described]) => [media, kindOf(media), described] as const);
  for (const wanted of ["json", "form", "multipart", "text", "bytes"] as const) {
    const found = usable.find(([, kind]) => kind === wanted);
    if (found !== undefined)
      return wanted === "json" && found[0].includes("*") ? ["application/json", "json", found[2]] : found;
  }
  return undefined;
}

export function kindOf(media: string): Kind {
  const type = (media.split(";")[0] ?? "").trim().toLowerCase();
  if (type === "application/json" || type.endsWith("+json") || type === "*/*" || type === "application/*")
    return "json";
  if (type === "application/x-www-form-urlencoded") return "form";
  if (type === "multipart/form-data") return "multipart";
  return type.startsWith("text/") || type.endsWith("xml") || type.endsWith("yaml") ? "text" : "bytes";
}
