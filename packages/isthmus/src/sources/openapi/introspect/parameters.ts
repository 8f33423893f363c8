// An operation's parameters: what they are called here and there, and how they are written.

import type { ParameterBinding, Style } from "../binding.ts";
import type { ApiDocument } from "../document/read.ts";
import { entriesAt, type JsonObject, member, textAt } from "../document/json.ts";
import { cleanName } from "../../shared/api/names.ts";
import type { FoundOperation } from "./operations.ts";
import type { Schemas } from "./schemas.ts";

export type UnnamedParameter = Omit<ParameterBinding, "argument">;

/** Written by the client itself, or by the source's `auth` and `headers`: never by a caller. */
const ownHeaders: ReadonlySet<string> = new Set([
  "accept",
  "accept-encoding",
  "authorization",
  "connection",
  "content-encoding",
  "content-length",
  "content-type",
  "cookie",
  "expect",
  "host",
  "keep-alive",
  "proxy-authorization",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
]);

const places: ReadonlySet<string> = new Set(["path", "query", "header", "cookie"]);

/** @param reserved `in:name` of what the source's configuration supplies. */
export function parametersOf(
  { version }: ApiDocument,
  found: FoundOperation,
  schemas: Schemas,
  reserved: ReadonlySet<string>,
): readonly UnnamedParameter[] {
  return found.parameters.flatMap((given): readonly UnnamedParameter[] => {
    const name = textAt(given, "name") ?? "";
    const place = textAt(given, "in") ?? "";
    if (!places.has(place) || reserved.has(`${place}:${place === "header" ? name.toLowerCase() : name}`)) return [];
    if (place === "header" && (ownHeaders.has(name.toLowerCase()) || !/^[!#$%&'*+.^`|~\w-]+$/.test(name))) return [];
    // A path parameter that is not in the path has nowhere to go.
    if (place === "path" && !found.path.includes(`{${name}}`)) return [];
    const where = place as ParameterBinding["in"];
    const required = where === "path" || member(given, "required") === true;
    const common = { name, in: where, required };
    return [
      version === "2.0"
        ? { ...common, ...swaggerStyle(given, schemas) }
        : { ...common, ...styleOf(given, where, schemas) },
    ];
  });
}

const usualStyle = { path: "simple", query: "form", header: "simple", cookie: "form" } as const;
const styles: ReadonlySet<string> = new Set([
  "simple",
  "label",
  "matrix",
  "form",
  "spaceDelimited",
  "pipeDelimited",
  "deepObject",
]);

type Written = Pick<ParameterBinding, "schema" | "style" | "explode" | "json" | "reserved">;

function styleOf(given: JsonObject, place: ParameterBinding["in"], schemas: Schemas): Written {
  const [content] = entriesAt(given, "content");
  if (content !== undefined)
    return { schema: schemas.of(member(content[1], "schema")), style: usualStyle[place], explode: false, json: true };
  const said = textAt(given, "style");
  const style = said !== undefined && styles.has(said) ? (said as Style) : usualStyle[place];
  const explode = member(given, "explode");
  return {
    schema: schemas.of(member(given, "schema")),
    style,
    explode: typeof explode === "boolean" ? explode : style === "form" || style === "deepObject",
    ...(member(given, "allowReserved") === true ? { reserved: true } : {}),
  };
}

const collectionStyles: Readonly<Record<string, Pick<ParameterBinding, "style" | "explode">>> = {
  csv: { style: "form", explode: false },
  ssv: { style: "spaceDelimited", explode: false },
  tsv: { style: "tabDelimited", explode: false },
  pipes: { style: "pipeDelimited", explode: false },
  multi: { style: "form", explode: true },
};

/** In Swagger 2 the parameter is its own schema. */
export function swaggerStyle(given: JsonObject, schemas: Schemas): Written {
  const format = textAt(given, "collectionFormat") ?? "csv";
  const written = Object.hasOwn(collectionStyles, format) ? collectionStyles[format] : undefined;
  const place = textAt(given, "in");
  const simple = place === "path" || place === "header";
  return {
    // `required` says there that the parameter is, and is no list of members.
    schema: schemas.of(Object.fromEntries(Object.entries(given).filter(([key]) => key !== "required"))),
    style: simple ? "simple" : (written?.style ?? "form"),
    explode: simple ? false : (written?.explode ?? false),
  };
}

/** A name for each, unique: where two would share one, the place is added. */
export function argumentNames(parameters: readonly UnnamedParameter[]): readonly string[] {
  const plain = parameters.map(({ name }) => cleanName(name) || "value");
  const taken = new Set<string>();
  return parameters.map((parameter, at) => {
    const name = plain[at] ?? "value";
    const shared = plain.indexOf(name) !== plain.lastIndexOf(name);
    let free = shared && parameter.in !== "path" ? `${name}_${parameter.in}` : name;
    for (let number = 2; taken.has(free); number++) free = `${name}_${number}`;
    taken.add(free);
    return free;
  });
}
